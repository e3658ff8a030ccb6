import { describe, expect, it } from 'vitest';
import { opsOfType } from '../../../domain/segments/ops.ts';
import { Rule } from '../../../domain/segments/rule.ts';
import { isComplete, newCondition, newTest, otherSubjects, startingRule } from './draft.ts';

describe('a rule in the builder', () => {
  it('asks for what is missing before anything is counted', () => {
    expect(isComplete(startingRule())).toBe(false);
    expect(isComplete({ kind: 'all', rules: [] })).toBe(false);
    const asTheyAre = ['engagement', 'opportunity'];
    for (const { value } of otherSubjects) expect(isComplete(newCondition(value))).toBe(asTheyAre.includes(value));
  });

  it.each(Object.values(opsOfType).flat())('%s is a comparison that a rule may have, once it is filled in', (op) => {
    const test = newTest(op);
    const filled = Object.fromEntries(
      Object.entries(test).map(([key, value]) => [
        key,
        Array.isArray(value) ? ['x'] : value !== '' ? value : key === 'value' ? 'x' : '2027-03-01',
      ]),
    );
    const rule = { kind: 'field', field: 'person.city', test: filled } as Rule;
    expect([isComplete(rule), Rule.safeParse(rule).success]).toEqual([true, true]);
  });

  it('keeps what was typed when the comparison changes', () => {
    expect(newTest('isNoneOf', { op: 'isOneOf', values: ['a'] })).toEqual({
      op: 'isNoneOf',
      values: ['a'],
      orMissing: false,
    });
    expect(newTest('moreThan', { op: 'atLeast', value: 7 })).toEqual({ op: 'moreThan', value: 7 });
    expect(newTest('daysAgo', { op: 'inLastDays', days: 5, zone: 'tenant' })).toEqual({
      op: 'daysAgo',
      days: 5,
      zone: 'tenant',
    });
  });
});
