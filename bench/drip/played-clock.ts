import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { BusinessClock } from '../../activities/business-clock.ts';

/** What a worker asks of whoever plays the time, and what it is answered (milliseconds). */
type Wish = { kind: 'sleep'; id: number; ms: number };
type Answer = { kind: 'woken'; id: number; passed: number };

/** Time goes on by no more than this at once (milliseconds): a heartbeat is waited for more than twice as long. */
const stepMs = 25_000;

/** The clock of a worker process whose parent plays the time. It says how time passes for those who sleep by it, and not which day it is. */
export function playedClock(): BusinessClock {
  const asleep = new Map<number, { since: number; wake: () => void }>();
  let ids = 0;
  let skipped = 0;
  const now = () => Date.now() + skipped;
  process.on('message', ({ id, passed }: Answer) => {
    const sleeper = asleep.get(id);
    if (!sleeper) return;
    asleep.delete(id);
    skipped += Math.max(0, sleeper.since + passed - now());
    sleeper.wake();
  });
  return {
    now,
    // It also sleeps on where it is told to stop: whoever plays the time counts on it.
    sleep: (ms) =>
      new Promise((wake) => {
        ids += 1;
        asleep.set(ids, { since: now(), wake });
        process.send?.({ kind: 'sleep', id: ids, ms } satisfies Wish);
      }),
  };
}

/**
 * Plays the time of a server whose clock skips, for activities that live by it too: the server's clock stands while an activity runs, so
 * that it is let go on here for each that sleeps. Only one at a time may let it go on for others: all waiting is done by `pass`.
 */
export function playTime(env: TestWorkflowEnvironment) {
  const { testService } = env.connection;
  let asleep: { since: number; until: number; wake: (passed: number) => void }[] = [];

  async function step(ms: number): Promise<void> {
    await env.sleep(ms);
    const at = await env.currentTimeMs();
    const due = asleep.filter(({ until }) => until <= at);
    asleep = asleep.filter(({ until }) => until > at);
    for (const { since, wake } of due) {
      await testService!.lockTimeSkipping({});
      wake(at - since);
    }
  }

  async function fallAsleep(ms: number, wake: (passed: number) => void): Promise<void> {
    const since = await env.currentTimeMs();
    asleep.push({ since, until: since + ms, wake });
    await testService!.unlockTimeSkipping({});
  }

  return {
    /** Hears a worker's wishes. */
    serve: (worker: {
      send: (answer: Answer) => unknown;
      on: (event: 'message', hear: (wish: unknown) => void) => unknown;
    }) => {
      worker.on('message', (message) => {
        const { kind, id, ms } = message as Wish;
        if (kind === 'sleep') void fallAsleep(ms, (passed) => void worker.send({ kind: 'woken', id, passed }));
      });
    },
    /** Lets so much time go by. */
    pass: async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= stepMs) await step(Math.min(left, stepMs));
    },
    /** Lets time go by until something has happened. */
    passUntil: async (happened: Promise<unknown>): Promise<void> => {
      let isOver = false;
      void happened.finally(() => (isOver = true)).catch(() => {});
      while (!isOver) await step(stepMs);
    },
  };
}
