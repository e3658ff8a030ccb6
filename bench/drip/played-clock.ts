import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { BusinessClock } from '../../activities/business-clock.ts';

/** What a worker asks of whoever plays the time, and what it is answered (milliseconds). */
type Wish = { kind: 'sleep'; id: number };
type Answer = { kind: 'woken'; id: number; passed: number; at: number };

/** Who sleeps is woken after this long (milliseconds), also where less was asked for: each waking takes real time, of which there is less. */
const napMs = 60_000;

/** The clock of a worker process whose parent plays the time. It says how time passes for those who sleep by it, and not which day it is. */
export function playedClock(): BusinessClock {
  const asleep = new Map<number, { since: number; wake: () => void }>();
  let ids = 0;
  let skipped = 0;
  /** What the clock of the server is ahead of this one: asking to sleep takes a moment each time, which would add up. */
  let ahead: number | null = null;
  const now = () => Date.now() + skipped;
  process.on('message', ({ id, passed, at }: Answer) => {
    const sleeper = asleep.get(id);
    if (!sleeper) return;
    asleep.delete(id);
    ahead ??= at - (sleeper.since + passed);
    skipped += Math.max(0, at - ahead - now());
    sleeper.wake();
  });
  return {
    now,
    // It also sleeps on where it is told to stop: whoever plays the time counts on it.
    sleep: () =>
      new Promise((wake) => {
        ids += 1;
        asleep.set(ids, { since: now(), wake });
        process.send?.({ kind: 'sleep', id: ids } satisfies Wish);
      }),
  };
}

/**
 * Plays the time of a server whose clock skips, for activities that live by it too: the server's clock stands while an activity runs, so
 * that it is let go on here for each that sleeps. Only one at a time may let it go on for others: all waiting is done by `pass`.
 */
export function playTime(env: TestWorkflowEnvironment) {
  const { testService } = env.connection;
  let asleep: { since: number; wake: (passed: number, at: number) => void }[] = [];
  /** When somebody fell asleep last. */
  let sleptAt = -Infinity;

  /** Lets time go on by so much at once and wakes those who have slept so long. Returns what time it is then. */
  async function step(ms: number, sleptMs: number): Promise<number> {
    await env.sleep(ms);
    const at = await env.currentTimeMs();
    const rested = asleep.filter(({ since }) => at - since >= sleptMs);
    asleep = asleep.filter(({ since }) => at - since < sleptMs);
    for (const { since, wake } of rested) {
      await testService!.lockTimeSkipping({});
      wake(at - since, at);
    }
    return at;
  }

  /** Lets time go on until somebody has slept long enough, and by no more than `ms`. */
  function stepOn(at: number, ms: number): Promise<number> {
    const wakeAt = Math.min(...asleep.map(({ since }) => since), at) + napMs;
    return step(Math.max(1, Math.min(ms, wakeAt - at)), napMs);
  }

  async function fallAsleep(wake: (passed: number, at: number) => void): Promise<void> {
    sleptAt = await env.currentTimeMs();
    asleep.push({ since: sleptAt, wake });
    await testService!.unlockTimeSkipping({});
  }

  return {
    /** Hears a worker's wishes. */
    serve: (worker: {
      send: (answer: Answer) => unknown;
      on: (event: 'message', hear: (wish: unknown) => void) => unknown;
    }) => {
      worker.on('message', (message) => {
        const { kind, id } = message as Wish;
        if (kind === 'sleep') void fallAsleep((passed, at) => void worker.send({ kind: 'woken', id, passed, at }));
      });
    },
    /** Lets so much time go by. */
    pass: async (ms: number): Promise<void> => {
      let at = await env.currentTimeMs();
      for (const until = at + ms; at < until;) at = await stepOn(at, until - at);
    },
    /** Lets so much time go by (milliseconds) and wakes all who sleep, and who is about to. */
    rouse: async (ms: number): Promise<void> => {
      const isSomebodyThere = (await env.currentTimeMs()) - sleptAt < 2 * napMs;
      for (let waits = 0; isSomebodyThere && asleep.length === 0 && waits < 500; waits++)
        await new Promise((resolve) => setTimeout(resolve, 4));
      await step(ms, 0);
    },
    /** Lets time go by until something has happened. */
    passUntil: async (happened: Promise<unknown>): Promise<void> => {
      let isOver = false;
      void happened.finally(() => (isOver = true)).catch(() => {});
      for (let at = await env.currentTimeMs(); !isOver;) at = await stepOn(at, napMs);
    },
  };
}
