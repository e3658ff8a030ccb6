import { describe, expect, it } from 'vitest';
import { hasUnsaved, isLost, keepUnsaved, leaves, noteWriting } from './leaving.ts';

const at = (address: string): URL => new URL(address, 'https://app.example');

describe('leaving an editor', () => {
  it.each([
    ['/campaigns/1/drips/2', '/campaigns', [], true],
    ['/campaigns/1/drips/2', '/campaigns/1/drips/2?tab=rules', [], false],
    ['/campaigns/1?tab=message', '/campaigns/1?tab=audience', ['tab', 'broadcast'], true],
    ['/campaigns/1?tab=message', '/campaigns/1', ['tab', 'broadcast'], true],
    ['/campaigns/1?tab=message', '/campaigns/1?tab=message&broadcast=3', ['tab', 'broadcast'], true],
    ['/campaigns/1?tab=message', '/campaigns/1?tab=message&person=3', ['tab', 'broadcast'], false],
    ['/campaigns/1', 'https://elsewhere.example/campaigns/1', [], true],
  ])('from %s to %s with %j: %s', (from, to, parameters, expected) =>
    expect(leaves({ parameters }, at(from), at(to))).toBe(expected),
  );
});

it('loses only what is changed and goes away', () => {
  let isChanged = false;
  const forget = noteWriting({ isChanged: () => isChanged, parameters: ['tab'] });
  const [here, there] = [at('/campaigns/1?tab=message'), at('/campaigns/1')];
  expect([hasUnsaved(), isLost(here, there)]).toEqual([false, false]);
  isChanged = true;
  expect([hasUnsaved(), isLost(here, there), isLost(here, here)]).toEqual([true, true, false]);
  forget();
  expect([hasUnsaved(), isLost(here, there)]).toEqual([false, false]);
});

it('keeps what is changed where nobody can be asked', () => {
  const kept: string[] = [];
  const forget = ['one', 'two'].map((name) =>
    noteWriting({ isChanged: () => name === 'two', parameters: [], keep: () => kept.push(name) }),
  );
  keepUnsaved();
  forget.forEach((one) => one());
  keepUnsaved();
  expect(kept).toEqual(['two']);
});
