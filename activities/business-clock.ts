import { setTimeout as wait } from 'node:timers/promises';

/** A clock that an activity may live by for a while; another one than the process's own is given where time is played. */
export interface BusinessClock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Resolves after so many milliseconds, or earlier where `signal` aborts; never rejects. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The clock of this process. */
export const processClock: BusinessClock = {
  now: Date.now,
  sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => {}),
};
