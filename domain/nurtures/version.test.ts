import { describe, expect, it } from 'vitest';
import { NurtureDefinition } from './definition.ts';
import { compareDefinitions, NewNurtureVersion, streamAfter } from './version.ts';

const rule = { kind: 'field', field: 'person.country', test: { op: 'isKnown' } };
const before = NurtureDefinition.parse({
  streams: [
    { key: 'main', name: 'Main' },
    { key: 'hot', name: 'Hot' },
  ],
});
const after = NurtureDefinition.parse({
  schedule: { weekdays: [1], at: '08:00', zone: 'UTC' },
  streams: [
    { key: 'main', name: 'First steps' },
    { key: 'late', name: 'Late' },
  ],
  transitions: [{ from: 'main', to: 'late', rule }],
});

describe('a version of a nurture programme', () => {
  it('says what it does differently from another', () => {
    expect(compareDefinitions(before, after)).toEqual({
      added: [{ key: 'late', name: 'Late' }],
      renamed: [{ key: 'main', name: 'First steps' }],
      removed: [{ key: 'hot', name: 'Hot' }],
      hasOtherSchedule: true,
      hasOtherTransitions: true,
      hasOtherEntries: false,
    });
    expect(compareDefinitions(after, after)).toEqual({
      added: [],
      renamed: [],
      removed: [],
      hasOtherSchedule: false,
      hasOtherTransitions: false,
      hasOtherEntries: false,
    });
  });

  it.each([
    ['where it was chosen', { hot: 'late' }, 'late'],
    ['out where that was chosen', { hot: null }, null],
    ['into the first stream where nobody had to choose', {}, 'main'],
  ])('takes people of a stream that is gone %s', (_, moves, expected) => {
    expect(streamAfter('hot', moves, after)).toBe(expected);
  });

  it('is a definition or a former version, and not both', () => {
    expect(NewNurtureVersion.safeParse({ definition: after }).success).toBe(true);
    expect(NewNurtureVersion.safeParse({ restore: 1 }).success).toBe(true);
    expect(NewNurtureVersion.safeParse({ definition: after, restore: 1 }).error?.issues[0]?.path).toEqual([
      'definition',
    ]);
    expect(NewNurtureVersion.safeParse({}).success).toBe(false);
  });
});
