import { expect, it } from 'vitest';
import { createSendingPermits } from './sending-permits.ts';

it('gives no more permits than there are, and first to whoever waits', async () => {
  const permits = createSendingPermits(2);
  const [first, second] = [await permits.wait(), permits.take()!];
  expect(permits.take()).toBeNull();
  let isGiven = false;
  const third = permits.wait().then((back) => ((isGiven = true), back));
  await Promise.resolve();
  expect(isGiven).toBe(false);
  first();
  // Given back twice is given back once.
  first();
  const back = await third;
  expect(permits.take()).toBeNull();
  back();
  second();
  expect([permits.take(), permits.take(), permits.take()].map((permit) => permit !== null)).toEqual([
    true,
    true,
    false,
  ]);
});
