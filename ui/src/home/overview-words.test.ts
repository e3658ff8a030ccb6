import { expect, it } from 'vitest';
import type { Overview } from '../../../domain/overview/overview.ts';
import { goingOutWords, headWords, reachableWords } from './overview-words.ts';

const now = { people: 1, reachable: 0, goingOut: 0, waitingApprovals: 1 } as unknown as Overview;

it('says how many may get marketing, and of an organisation without people that nobody is there', () => {
  expect(reachableWords(now)).toBe('0 of 1 person may get marketing');
  expect(reachableWords({ ...now, people: 0 })).toBe('Nobody is here yet');
});

it('says at the head of a page what is known, else something plain, and keeps the line while it is asked for', () => {
  const head = (overview: { data: Overview | undefined; isError: boolean }) =>
    headWords(overview, goingOutWords, 'All of them.');
  expect(head({ data: now, isError: true })).toBe('Nothing is going out right now, 1 approval waits.');
  expect(head({ data: undefined, isError: true })).toBe('All of them.');
  expect(head({ data: undefined, isError: false })).toBe('\u00a0');
});
