import { describe, expect, it } from 'vitest';
import { cycleThrough, fieldErrors, placedConditions, slowConditions, unfoldedSize } from './check.ts';
import { fieldsWith } from './field.ts';
import { Rule } from './rule.ts';

const inSegment = (segmentId: string) => ({ kind: 'segment' as const, is: true, segmentId });
const all = (...rules: unknown[]) => Rule.parse({ kind: 'all', rules });
const [a, b, c, d] = Array.from({ length: 4 }, () => crypto.randomUUID()) as [string, string, string, string];

describe('the places of conditions', () => {
  it('are the paths under which a caller finds them', () => {
    const rule = all(inSegment(a), { kind: 'none', rules: [inSegment(b), inSegment(c)] });
    expect(placedConditions(rule).map(({ path }) => path)).toEqual([
      'rule.rules.0',
      'rule.rules.1.rules.0',
      'rule.rules.1.rules.1',
    ]);
    expect(placedConditions(Rule.parse(inSegment(a))).map(({ path }) => path)).toEqual(['rule']);
  });
});

describe('fields', () => {
  const fields = fieldsWith([{ key: 'points', label: 'Points', type: 'number' }]);
  const errorsOf = (field: string, test: object) =>
    fieldErrors(Rule.parse({ kind: 'field', field, test }), fields).map(({ path, code }) => [path, code]);

  it('have to exist, and to know the comparison', () => {
    expect(errorsOf('attributes.points', { op: 'atLeast', value: 1 })).toEqual([]);
    expect(errorsOf('attributes.points', { op: 'isMissing' })).toEqual([]);
    expect(errorsOf('attributes.gone', { op: 'isMissing' })).toEqual([['rule.field', 'unknown_field']]);
    expect(errorsOf('attributes.points', { op: 'contains', value: 'x' })).toEqual([['rule.test.op', 'wrong_type']]);
  });
});

describe('segments that build on segments', () => {
  const segments = new Map<string, Rule>([
    [a, all(inSegment(b), inSegment(c))],
    [b, all(inSegment(d), inSegment(d))],
    [c, Rule.parse(inSegment(d))],
    [d, Rule.parse({ kind: 'list', listIds: [crypto.randomUUID()] })],
  ]);

  it('make a circle where one of them ends up in itself', () => {
    expect(cycleThrough(d, Rule.parse(inSegment(a)), segments)).toEqual([d, a, b, d]);
    expect(cycleThrough(d, Rule.parse(inSegment(d)), segments)).toEqual([d, d]);
    expect(cycleThrough(crypto.randomUUID(), Rule.parse(inSegment(a)), segments)).toBeNull();
  });

  it('are as large as all that they unfold to', () => {
    expect(unfoldedSize(Rule.parse(inSegment(a)), segments)).toBe(3);
    expect(unfoldedSize(all(inSegment(a), inSegment(a), inSegment(d)), segments)).toBe(7);
  });
});

describe('what makes a rule slow', () => {
  it('is named with what would narrow it', () => {
    const engagement = (part: object) => ({ kind: 'engagement', event: 'open', ...part });
    const rule = all(
      engagement({}),
      engagement({ withinDays: 365 }),
      engagement({ withinDays: 365, campaignId: a }),
      engagement({ withinDays: 30 }),
      inSegment(a),
    );
    expect(slowConditions(rule).map(({ path }) => path)).toEqual([
      'rule.rules.0.withinDays',
      'rule.rules.1.withinDays',
    ]);
  });
});
