import type { Client } from '@temporalio/client';
import pino from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEngagementWaker } from './wake-engagement.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A client that notes which workflow was signalled, and answers as told. */
function noting(answer: () => Promise<unknown> = async () => ({})) {
  const signalled: string[] = [];
  const signalWithStart = (_: unknown, { workflowId }: { workflowId: string }) => {
    signalled.push(workflowId);
    return answer();
  };
  const client = { workflow: { signalWithStart } } as unknown as Client;
  return { signalled, wake: createEngagementWaker(client, pino({ enabled: false })) };
}

it('signals at once, and what comes within a second together after it', async () => {
  const { signalled, wake } = noting();
  for (let call = 0; call < 100; call += 1) {
    wake('one');
    await vi.advanceTimersByTimeAsync(25);
  }
  expect(signalled).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(5000);
  expect(signalled).toHaveLength(4);
  wake('one');
  expect(signalled).toHaveLength(5);
});

it('keeps tenants apart', () => {
  const { signalled, wake } = noting();
  wake('one');
  wake('other');
  expect(signalled).toEqual(['engagement/one', 'engagement/other']);
});

it('goes on when Temporal is away', async () => {
  const { signalled, wake } = noting(() => Promise.reject(new Error('away')));
  wake('one');
  await vi.advanceTimersByTimeAsync(2000);
  wake('one');
  expect(signalled).toHaveLength(2);
});
