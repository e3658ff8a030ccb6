import type { DomainState } from './domain-check.ts';

/** What is kept of a domain between two looks. */
export interface DomainWatch {
  state: DomainState;
  /** Looks in a row that did not find the domain verified. */
  failures: number;
}

/** What follows from a look. */
export interface WatchStep extends DomainWatch {
  nextCheckAt: string;
  /** What somebody has to be told: the domain was verified and no longer is, or it is verified again. */
  news: 'broken' | 'mended' | null;
}

const minute = 60_000;
const day = 24 * 60 * minute;
/** Minutes until the next look: soon while somebody is at it, then with patience. */
const patience = [5, 15, 30, 60, 120, 240, 480, 720, 1440];

/** Judges a look; `isAuthenticated` is null where DNS did not say, which changes nothing but when it is asked again. */
export function stepWatch(watch: DomainWatch, isAuthenticated: boolean | null, nowIso: string): WatchStep {
  const state =
    isAuthenticated === null
      ? watch.state
      : isAuthenticated
        ? 'verified'
        : watch.state === 'pending'
          ? 'pending'
          : 'broken';
  const failures = isAuthenticated === true ? 0 : watch.failures + 1;
  const wait = failures === 0 ? day : patience[Math.min(failures, patience.length) - 1]! * minute;
  const news =
    state === watch.state ? null : state === 'broken' ? 'broken' : watch.state === 'broken' ? 'mended' : null;
  return { state, failures, nextCheckAt: new Date(Date.parse(nowIso) + wait).toISOString(), news };
}
