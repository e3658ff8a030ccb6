import { describe, expect, it } from 'vitest';
import { emptyDefinition } from '../../../domain/drips/definition.ts';
import type { Drip } from '../../../domain/drips/drip.ts';
import type { DripStep } from '../../../domain/drips/steps.ts';
import { differenceWords, testWords } from './difference.ts';
import type { Condition } from '../../../domain/drips/condition.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import { conditionWords, dripSentence, entryWords, stepWords, waitWords, weekdayWords } from './words.ts';

const nameOf = (kind: string, id: string): string => `${kind} ${id}`;
const hello: DripStep = { key: 'hello', name: 'Greeting', kind: 'send', content: { subject: 'Welcome' } };

describe('the words of drips', () => {
  it('say how long a wait lasts', () => {
    const words = [
      waitWords({ kind: 'duration', amount: 1, unit: 'businessDays' }, nameOf),
      waitWords({ kind: 'weekday', weekdays: [1, 2, 3, 4, 5], at: '09:00' }, nameOf),
      waitWords({ kind: 'dateField', attribute: 'renewal', offsetDays: -30, at: '08:00', otherwise: 'goOn' }, nameOf),
      weekdayWords([7, 2]),
      weekdayWords([1, 2, 3, 4, 5, 6, 7]),
    ];
    expect(words).toEqual([
      '1 business day',
      'until Mon to Fri at 09:00',
      'until 30 days before attribute renewal at 08:00',
      'Tue, Sun',
      'any day',
    ]);
  });

  it('say what a step does and whom a condition is true of', () => {
    expect(stepWords(hello, [hello], nameOf)).toBe('Sends “Welcome”');
    const asked = (condition: Condition): string => conditionWords(condition, [hello], nameOf);
    const country: Rule = {
      kind: 'field',
      field: 'person.country',
      test: { op: 'isOneOf', values: ['DE', 'AT'] },
    };
    const segment: Rule = { kind: 'segment', is: false, segmentId: 'x' };
    expect(asked({ kind: 'step', step: 'hello', did: 'clicked' })).toBe('whether somebody clicked in “Greeting”');
    expect(asked({ kind: 'rule', rule: segment })).toBe('whether somebody is not in the segment segment x');
    expect(asked({ kind: 'rule', rule: country })).toBe('for: field person.country is DE or AT');
    const groups: Rule = { kind: 'all', rules: [country, { kind: 'any', rules: [segment, country] }] };
    expect(asked({ kind: 'rule', rule: groups })).toBe(
      'for: field person.country is DE or AT and (not in the segment segment x or field person.country is DE or AT)',
    );
    expect(asked({ kind: 'rule', rule: { kind: 'none', rules: [country] } })).toBe(
      'for: not field person.country is DE or AT',
    );
    const entry = { kind: 'segment', segmentId: 'x' } as const;
    expect(entryWords(entry, nameOf)).toBe('Everybody in the segment segment x, now or later');
    expect(entryWords({ ...entry, existing: false }, nameOf)).toBe(
      'Everybody who comes into the segment segment x from now on',
    );
    expect(entryWords({ kind: 'dateField', attribute: 'birthday', offsetDays: 0, yearly: true }, nameOf)).toBe(
      'Everybody the day of attribute birthday, every year',
    );
  });

  it('say what a version does differently', () => {
    const pause: DripStep = {
      key: 'rest',
      name: '',
      kind: 'wait',
      until: { kind: 'duration', amount: 1, unit: 'days' },
    };
    const before = { ...emptyDefinition, steps: [hello, pause] };
    const after = {
      ...before,
      exitOnReply: false,
      steps: [
        { ...hello, name: 'Hello' },
        { ...pause, key: 'other' },
      ],
    };
    expect(differenceWords(before, before)).toBe('The same as the one before it.');
    expect(differenceWords(before, after)).toBe(
      'New: “Wait 1 day”. Changed: “Hello”. Removed: “Wait 1 day”. Changed: who comes in, who leaves, or when messages go.',
    );
  });

  it('say what becomes of a test', () => {
    const test = { step: 'hello', stepName: 'Hello', name: 'Two subjects' };
    expect(testWords({ ...test, winner: null })).toContain('goes on without whoever follows this version');
    expect(testWords({ ...test, winner: 'B' })).toContain('whoever follows it gets A again');
  });

  it('say of a drip where it stands', () => {
    const people = { enrolled: 1, active: 4, paused: 0, completed: 3, exited: 2, failed: 0 };
    const drip = { status: 'running', people, definition: emptyDefinition, entryClosedAt: null, pendingVersion: 2 };
    expect(dripSentence(drip as unknown as Drip)).toBe(
      '5 people are in it, 3 people came to the end. Version 2 waits for approval.',
    );
    expect(dripSentence({ ...drip, status: 'completed' } as unknown as Drip)).toBe(
      'It is over: 3 people came to the end, 2 left before.',
    );
  });
});
