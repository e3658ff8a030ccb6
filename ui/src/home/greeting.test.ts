import { expect, it } from 'vitest';
import type { Overview } from '../../../domain/overview/overview.ts';
import { greeting } from './greeting.ts';

const base = {
  people: 7392,
  reachable: 6740,
  sentLast30Days: 1,
  goingOut: 0,
  campaigns: { running: 1 },
  waitingApprovals: 0,
} as unknown as Overview;

it.each<[Partial<Overview>, string]>([
  [{ people: 0 }, 'Nobody is here yet. Bring people in first; then write to them.'],
  [{}, 'Nothing is going out right now. 6,740 of 7,392 people may get marketing; 1 message went out in 30 days.'],
  [
    { goingOut: 1, waitingApprovals: 2 },
    '1 campaign is going out, 2 approvals wait. 6,740 of 7,392 people may get marketing; 1 message went out in 30 days.',
  ],
])('%j', (change, expected) => expect(greeting({ ...base, ...change })).toBe(expected));
