import { describe, expect, it } from 'vitest';
import type { CallAnswer } from './call.ts';
import { failingFor, hasFailedForLong, judgeDelivery, retrySchedule } from './delivery.ts';
import { EventType, eventData, payloadOf, testEvent } from './event.ts';
import { eventWords } from './event-words.ts';

const answered = (status: number, retryAfterSeconds: number | null = null): CallAnswer => ({
  kind: 'answered',
  status,
  retryAfterSeconds,
});
const judge = (answer: CallAnswer, attempts = 1, random = 0.5) => judgeDelivery(answer, { attempts, random });

describe('what an endpoint’s answer means', () => {
  it.each([200, 202, 204, 299])('%i is what was wanted', (status) => expect(judge(answered(status)).kind).toBe('done'));
  it('410 is the end', () => expect(judge(answered(410))).toEqual({ kind: 'gone', problem: 'http_410' }));
  it.each([301, 400, 401, 404, 429, 500, 503])('%i is tried again', (status) =>
    expect(judge(answered(status))).toMatchObject({ kind: 'again', problem: `http_${status}` }),
  );
  it('an inner address is tried again too: a name may be mended', () =>
    expect(judge({ kind: 'failed', problem: 'inner_address' })).toMatchObject({ kind: 'again' }));

  it('waits longer each time, over more than three days, with a spread, and then gives up', () => {
    const waits = retrySchedule.map((_, index) => judge(answered(503), index + 1));
    const all = waits.map((wait) => (wait.kind === 'again' ? wait.afterMs : NaN));
    expect(all).toEqual([...all].sort((a, b) => a - b));
    expect(all.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3 * 86_400_000);
    expect(judge(answered(503), retrySchedule.length + 1)).toEqual({ kind: 'givenUp', problem: 'http_503' });
    expect(judge(answered(503), 2, 0)).toMatchObject({ afterMs: 240_000 });
    expect(judge(answered(503), 2, 1)).toMatchObject({ afterMs: 360_000 });
    expect(judge(answered(429, 600))).toMatchObject({ afterMs: 600_000 });
    expect(judge(answered(429, 1e9))).toMatchObject({ afterMs: 86_400_000 });
  });

  it('is switched off after failing for days', () => {
    const now = new Date('2026-06-10T00:00:00Z');
    expect(hasFailedForLong(null, now)).toBe(false);
    expect(hasFailedForLong(new Date(now.getTime() - failingFor + 1), now)).toBe(false);
    expect(hasFailedForLong(new Date(now.getTime() - failingFor), now)).toBe(true);
  });
});

it('every kind of event has its words and its data', () => {
  expect([...EventType.options, testEvent].sort()).toEqual(Object.keys(eventWords).sort());
  expect(Object.keys(eventData)).toHaveLength(EventType.options.length);
  expect(payloadOf({ type: 'person.created', at: new Date(0), data: { personId: 'x' } })).toEqual({
    type: 'person.created',
    version: 1,
    timestamp: '1970-01-01T00:00:00.000Z',
    data: { personId: 'x' },
  });
});

it('an endpoint is switched off before what failed first is given up, however its attempts were spread', () => {
  const shortest = retrySchedule.reduce((sum, wait) => sum + wait * 0.8, 0);
  expect(shortest).toBeGreaterThan(failingFor);
});
