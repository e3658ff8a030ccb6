import { describe, expect, it } from 'vitest';
import { evaluate, type PersonFacts, type RuleContext } from './evaluate.ts';
import type { FactValue, Truth } from './evaluate-test.ts';
import { explain } from './explain.ts';
import { fieldsWith } from './field.ts';
import { booleanTests, dateTests, numberTests, presenceTests, textTests, type FieldTest } from './field-test.ts';
import { opsOfType } from './ops.ts';
import { Rule } from './rule.ts';

const context: RuleContext = {
  nowIso: '2027-03-01T03:30:00Z',
  tenantZone: 'Europe/Berlin',
  fields: fieldsWith([
    { key: 'score', label: 'Score', type: 'number' },
    { key: 'isPro', label: 'Pro', type: 'boolean' },
    { key: 'birthday', label: 'Birthday', type: 'date' },
  ]),
  segments: new Map([['segment', Rule.parse({ kind: 'list', listIds: [crypto.randomUUID()] })]]),
};
const nobody: PersonFacts = {
  fields: {},
  zone: 'America/Los_Angeles',
  listIds: new Set(),
  memberships: [],
  opportunities: [],
  events: [],
};
const withField = (field: string, value: FactValue): PersonFacts => ({ ...nobody, fields: { [field]: value } });
const ask = (field: string, value: FactValue, test: FieldTest): Truth =>
  evaluate({ kind: 'field', field, test }, withField(field, value), context);

describe('a condition on a text', () => {
  const values = ['Germany', 'FRANCE'];
  it.each([
    [{ op: 'isOneOf', values }, 'france', true],
    [{ op: 'isOneOf', values }, 'Spain', false],
    [{ op: 'isOneOf', values }, null, null],
    [{ op: 'isNoneOf', values, orMissing: false }, 'Spain', true],
    [{ op: 'isNoneOf', values, orMissing: false }, 'GERMANY', false],
    [{ op: 'isNoneOf', values, orMissing: false }, null, null],
    [{ op: 'isNoneOf', values, orMissing: true }, null, true],
    [{ op: 'contains', value: 'MAN' }, 'Germany', true],
    [{ op: 'containsNot', value: 'man', orMissing: false }, 'Germany', false],
    [{ op: 'startsWith', value: 'ger' }, 'Germany', true],
    [{ op: 'startsWith', value: 'any' }, 'Germany', false],
    [{ op: 'isKnown' }, null, false],
    [{ op: 'isMissing' }, null, true],
  ] as const)('%j of %s: %s', (test, value, outcome) =>
    expect(ask('person.country', value, test as unknown as FieldTest)).toBe(outcome),
  );
});

describe('a condition on a number or a truth value', () => {
  it.each([
    ['score', { op: 'equals', value: 3 }, 3, true],
    ['score', { op: 'equalsNot', value: 3, orMissing: false }, 4, true],
    ['score', { op: 'equalsNot', value: 3, orMissing: false }, null, null],
    ['score', { op: 'lessThan', value: 3 }, 3, false],
    ['score', { op: 'atMost', value: 3 }, 3, true],
    ['score', { op: 'moreThan', value: 3 }, 3, false],
    ['score', { op: 'atLeast', value: 3 }, 3, true],
    ['score', { op: 'between', from: 1, to: 3 }, 3, true],
    ['isPro', { op: 'isTrue' }, true, true],
    ['isPro', { op: 'isFalse' }, true, false],
    ['isPro', { op: 'isFalse' }, null, null],
    // An attribute that was deleted, or came back with another type, has no values.
    ['gone', { op: 'isTrue' }, true, null],
    ['score', { op: 'isTrue' }, 1, null],
  ] as const)('%s %j of %s: %s', (key, test, value, outcome) =>
    expect(ask(`attributes.${key}`, value, test as FieldTest)).toBe(outcome),
  );
});

describe('a condition on a date', () => {
  // It is 1 March in Berlin and still 28 February in Los Angeles.
  it.each([
    ['person.createdAt', { op: 'on', day: '2027-02-28', zone: 'person' }, '2027-03-01T03:30:00Z', true],
    ['person.createdAt', { op: 'on', day: '2027-02-28', zone: 'tenant' }, '2027-03-01T03:30:00Z', false],
    ['person.createdAt', { op: 'before', day: '2027-03-01', zone: 'person' }, '2027-03-01T07:59:59Z', true],
    ['person.createdAt', { op: 'after', day: '2027-02-28', zone: 'person' }, '2027-03-01T08:00:00Z', true],
    ['person.createdAt', { op: 'inLastDays', days: 0, zone: 'person' }, '2027-03-01T03:00:00Z', true],
    ['person.createdAt', { op: 'inLastDays', days: 7, zone: 'person' }, '2027-02-20T12:00:00Z', false],
    ['person.createdAt', { op: 'inNextDays', days: 1, zone: 'person' }, '2027-03-01T20:00:00Z', true],
    ['person.createdAt', { op: 'daysAgo', days: 6, zone: 'person' }, '2027-02-22T12:00:00Z', true],
    ['person.createdAt', { op: 'daysAhead', days: 1, zone: 'person' }, '2027-03-01T20:00:00Z', true],
    ['person.createdAt', { op: 'moreThanDaysAgo', days: 6, zone: 'person' }, '2027-02-22T12:00:00Z', false],
    ['person.createdAt', { op: 'moreThanDaysAhead', days: 0, zone: 'person' }, '2027-03-01T20:00:00Z', true],
    // A date without a time means that day everywhere.
    ['attributes.birthday', { op: 'on', day: '2027-03-01', zone: 'person' }, '2027-03-01T00:00:00Z', true],
    ['attributes.birthday', { op: 'anniversary', from: 0, to: 0, zone: 'person' }, '1996-02-29T00:00:00Z', true],
    ['attributes.birthday', { op: 'anniversary', from: 0, to: 0, zone: 'person' }, '1996-02-28T00:00:00Z', true],
    ['attributes.birthday', { op: 'anniversary', from: 0, to: 0, zone: 'tenant' }, '1996-02-29T00:00:00Z', false],
    ['attributes.birthday', { op: 'anniversary', from: 1, to: 7, zone: 'person' }, '1980-03-07T00:00:00Z', true],
    ['attributes.birthday', { op: 'anniversary', from: 1, to: 7, zone: 'person' }, '1980-03-08T00:00:00Z', false],
    ['attributes.birthday', { op: 'anniversary', from: -70, to: -50, zone: 'person' }, '1980-12-31T00:00:00Z', true],
    ['attributes.birthday', { op: 'anniversary', from: 0, to: 0, zone: 'person' }, '2027-02-28T00:00:00Z', false],
    ['attributes.birthday', { op: 'anniversary', from: 0, to: 0, zone: 'person' }, null, null],
  ] as const)('%s %j of %s: %s', (field, test, value, outcome) =>
    expect(ask(field, value, test as FieldTest)).toBe(outcome),
  );
});

describe('what happened', () => {
  const campaignId = crypto.randomUUID();
  const click = (at: string, campaign: string | null = campaignId) =>
    ({ kind: 'click', at, campaignId: campaign, sourceId: null }) as const;
  const person = { ...nobody, events: [click('2027-02-28T03:30:00Z'), click('2027-01-01T00:00:00Z', null)] };
  it.each([
    [{}, true],
    [{ times: { op: 'atLeast', count: 2 } }, true],
    [{ times: { op: 'exactly', count: 1 } }, false],
    [{ times: { op: 'atMost', count: 0 } }, false],
    [{ withinDays: 1 }, false],
    [{ withinDays: 2 }, true],
    [{ withinDays: 2, times: { op: 'atLeast', count: 2 } }, false],
    [{ campaignId, times: { op: 'exactly', count: 1 } }, true],
    [{ event: 'open', times: { op: 'atMost', count: 0 } }, true],
  ])('%j: %s', (part, outcome) => {
    const rule = Rule.parse({ kind: 'engagement', event: 'click', ...part });
    expect(evaluate(rule, person, context)).toBe(outcome);
  });
});

describe('groups', () => {
  const country = (op: 'isOneOf' | 'isMissing'): unknown => ({
    kind: 'field',
    field: 'person.country',
    test: op === 'isOneOf' ? { op, values: ['Germany'] } : { op },
  });
  const evaluateFor = (value: FactValue, rule: unknown) =>
    evaluate(Rule.parse(rule), withField('person.country', value), context);

  it('leave nobody in because something about them is unknown, not even by none', () => {
    expect(evaluateFor('Spain', { kind: 'none', rules: [country('isOneOf')] })).toBe(true);
    expect(evaluateFor(null, { kind: 'none', rules: [country('isOneOf')] })).toBe(null);
    expect(evaluateFor(null, { kind: 'any', rules: [country('isOneOf'), country('isMissing')] })).toBe(true);
    expect(evaluateFor(null, { kind: 'all', rules: [country('isOneOf'), country('isMissing')] })).toBe(null);
    expect(evaluateFor('Spain', { kind: 'all', rules: [country('isOneOf'), country('isMissing')] })).toBe(false);
  });

  it('say which part decides', () => {
    const rule = Rule.parse({
      kind: 'all',
      rules: [country('isOneOf'), { kind: 'none', rules: [country('isMissing')] }],
    });
    expect(explain(rule, withField('person.country', 'Spain'), context)).toEqual({
      outcome: 'no',
      decides: true,
      rules: [
        { outcome: 'no', decides: true, value: 'Spain' },
        { outcome: 'yes', decides: false, rules: [{ outcome: 'no', decides: false, value: 'Spain' }] },
      ],
    });
    const unknown = explain(rule.kind === 'all' ? rule.rules[0]! : rule, nobody, context);
    expect(unknown).toEqual({ outcome: 'unknown', decides: true, value: null });
  });
});

describe('what is no rule', () => {
  const condition = { kind: 'list', listIds: [crypto.randomUUID()] };
  const nested = (depth: number): unknown => {
    let rule: unknown = condition;
    for (let level = 0; level < depth; level++) rule = { kind: 'all', rules: [rule] };
    return rule;
  };
  it.each([
    ['an empty group', { kind: 'all', rules: [] }],
    ['a kind that is unknown', { kind: 'weather' }],
    ['something that cannot be written', { ...condition, surprise: 1 }],
    ['a text that no database keeps', { kind: 'field', field: 'person.city', test: { op: 'contains', value: 'a\0b' } }],
    ['groups too deep', nested(7)],
    ['groups far too deep', nested(50_000)],
    [
      'too many conditions',
      { kind: 'any', rules: Array.from({ length: 60 }, () => ({ kind: 'all', rules: [condition, condition] })) },
    ],
    [
      'a stretch that is turned round',
      { kind: 'field', field: 'attributes.birthday', test: { op: 'anniversary', from: 3, to: 1 } },
    ],
  ])('%s', (_, input) => expect(Rule.safeParse(input).success).toBe(false));

  it('takes groups six deep', () => expect(Rule.safeParse(nested(6)).success).toBe(true));
});

describe('the comparisons that are offered', () => {
  it.each([
    ['text', textTests],
    ['number', numberTests],
    ['boolean', booleanTests],
    ['date', dateTests],
  ] as const)('of a %s are those that a rule may have', (type, tests) => {
    const known = [...tests, ...presenceTests].map((test) => test.shape.op.value);
    expect([...opsOfType[type]].sort()).toEqual(known.sort());
  });
});
