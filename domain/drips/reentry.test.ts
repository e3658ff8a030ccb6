import { describe, expect, it } from 'vitest';
import { checkDrip } from './checks.ts';
import { DripDefinition } from './definition.ts';

const id = '0198c0de-0000-7000-8000-000000000000';
const [inner, outer] = ['0198c0de-0000-7000-8000-000000000001', '0198c0de-0000-7000-8000-000000000002'];
const hello = { key: 'hello', kind: 'wait', until: { kind: 'duration', amount: 1, unit: 'days' } };
const put = { key: 'put', kind: 'changeList', listId: id, action: 'add' };
const setPlan = { key: 'set', kind: 'setAttribute', attribute: 'plan', value: 'gold' };
const list = { kind: 'list', listId: id };
const segment = { kind: 'segment', segmentId: outer, existing: false };
const segmentRules = {
  [outer]: { kind: 'segment', is: true, segmentId: inner },
  [inner]: { kind: 'field', field: 'attributes.plan', test: { op: 'isKnown' } },
} as const;

function findingsOf({ entry, step, afterDays }: { entry: unknown; step: unknown; afterDays: number | null }) {
  const reentry = { allowed: afterDays !== null, afterDays: afterDays ?? 0 };
  const definition = DripDefinition.parse({ entries: [entry], steps: [hello, step], reentry });
  const tenant = { quiet: null, zone: 'UTC', hasWebhookSecret: true, segmentRules };
  return checkDrip(definition, tenant)
    .map(({ severity, code, where }) => `${severity} ${code} ${where}`)
    .join();
}

const list7 = { entry: list, step: { ...hello, key: 'again' }, afterDays: 7 };

describe('coming in again', () => {
  it.each([
    [
      'a step puts people on the list that lets them in',
      { entry: list, step: put, afterDays: 0 },
      'blocking endless_reentry put',
    ],
    ['a step takes them off it', { entry: list, step: { ...put, action: 'remove' }, afterDays: 0 }, ''],
    [
      'a step sets what a segment within the segment asks about',
      { entry: segment, step: setPlan, afterDays: 0 },
      'blocking endless_reentry set',
    ],
    ['it is not allowed', { entry: list, step: put, afterDays: null }, ''],
    ['people are on the list still when the days are over', list7, 'warning repeats entries'],
    ['only new arrivals come in', { ...list7, entry: { ...list, existing: false } }, ''],
  ])('where %s', (_, drip, found) => {
    expect(findingsOf(drip)).toBe(found);
  });
});
