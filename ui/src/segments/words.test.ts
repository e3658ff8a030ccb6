import { describe, expect, it } from 'vitest';
import { Rule, type Condition } from '../../../domain/segments/rule.ts';
import { conditionWords } from './words.ts';

const id = crypto.randomUUID();
const field = (field: string, test: object) => ({ kind: 'field', field, test });

describe('conditionWords', () => {
  it.each([
    [field('person.country', { op: 'isOneOf', values: ['Germany', 'Austria'] }), 'Name is Germany or Austria'],
    [field('person.createdAt', { op: 'inLastDays', days: 7 }), 'Name is in the last 7 days'],
    [
      field('person.createdAt', { op: 'betweenDays', from: '2026-01-01', to: '2026-02-01' }),
      'Name is from 2026-01-01 to 2026-02-01',
    ],
    [
      field('attributes.birthday', { op: 'anniversary', from: 0, to: 7 }),
      'Name has its day of the year from today to in 7 days',
    ],
    [{ kind: 'engagement', event: 'click', withinDays: 30 }, 'clicked in a message in the last 30 days'],
    [{ kind: 'engagement', event: 'open', times: { op: 'atMost', count: 0 } }, 'never opened a message'],
    [
      { kind: 'engagement', event: 'open', campaignId: id, times: { op: 'atLeast', count: 3 } },
      'opened a message of Name at least 3 times',
    ],
    [{ kind: 'member', campaignId: id, responded: false }, 'in the campaign Name, did not respond'],
    [{ kind: 'list', listIds: [id], is: false }, 'not on Name'],
    [{ kind: 'segment', segmentId: id }, 'in the segment Name'],
    [{ kind: 'opportunity', states: ['open'] }, 'with an open opportunity'],
    [{ kind: 'opportunity', is: false, of: 'account' }, 'without an opportunity of their account'],
    [
      {
        ...{ kind: 'opportunity', states: ['won', 'lost'], stageIds: [id] },
        ...{ atLeastMinor: 100_000, closedWithinDays: 90 },
      },
      'with a won or lost opportunity in Name worth Name or more closed in the last 90 days',
    ],
  ])('%j', (condition, words) => expect(conditionWords(Rule.parse(condition) as Condition, () => 'Name')).toBe(words));
});
