import type { FieldTest } from '../../../domain/segments/field-test.ts';
import type { EngagementKind } from '../../../domain/segments/engagement-kinds.ts';
import type { Condition, ConditionOf } from '../../../domain/segments/rule.ts';

/** A comparison as it follows a field's name. */
export const opWords: Record<FieldTest['op'], string> = {
  isOneOf: 'is',
  isNoneOf: 'is not',
  contains: 'contains',
  containsNot: 'does not contain',
  startsWith: 'starts with',
  equals: 'is',
  equalsNot: 'is not',
  lessThan: 'is less than',
  atMost: 'is at most',
  moreThan: 'is more than',
  atLeast: 'is at least',
  between: 'is between',
  isTrue: 'is yes',
  isFalse: 'is no',
  on: 'is on',
  before: 'is before',
  after: 'is after',
  betweenDays: 'is from … to',
  inLastDays: 'is in the last … days',
  inNextDays: 'is in the next … days',
  moreThanDaysAgo: 'is more than … days ago',
  moreThanDaysAhead: 'is more than … days ahead',
  daysAgo: 'was exactly … days ago',
  daysAhead: 'is in exactly … days',
  anniversary: 'has its day of the year',
  isKnown: 'is known',
  isMissing: 'is not known',
};

/** What somebody did, as it follows "who". */
export const eventWords: Record<EngagementKind, string> = {
  sent: 'were sent a message',
  delivered: 'received a message',
  open: 'opened a message',
  click: 'clicked in a message',
  reply: 'replied to a message',
  bounce: 'had a message bounce',
  complaint: 'complained about a message',
  unsubscribe: 'unsubscribed',
  page_view: 'visited a page',
  form: 'filled in a form',
  custom: 'did something of your own',
};

/** How a group reads its parts. */
export const groupWords = {
  all: 'All of these hold',
  any: 'Any of these holds',
  none: 'None of these holds',
} as const;

/** What ids and paths are called; an amount in minor units of the organisation's currency goes by `money`. */
export type NameOf = (kind: 'field' | 'list' | 'segment' | 'campaign' | 'stage' | 'money', id: string) => string;

/** A condition in words: "Country is Germany or Austria". */
export function conditionWords(condition: Condition, nameOf: NameOf): string {
  switch (condition.kind) {
    case 'field':
      return `${nameOf('field', condition.field)} ${testWords(condition.test)}`;
    case 'engagement': {
      const { op, count } = condition.times;
      const often =
        op === 'atMost' && count === 0
          ? 'never'
          : op === 'atLeast' && count === 1
            ? ''
            : `${op === 'atLeast' ? 'at least' : op === 'atMost' ? 'at most' : 'exactly'} ${count} times`;
      return [
        often === 'never' ? 'never' : '',
        eventWords[condition.event],
        condition.name ? `“${condition.name}”` : '',
        condition.campaignId ? `of ${nameOf('campaign', condition.campaignId)}` : '',
        often === 'never' ? '' : often,
        condition.withinDays === null ? '' : `in the last ${condition.withinDays} days`,
      ]
        .filter(Boolean)
        .join(' ');
    }
    case 'member':
      return `${condition.is ? 'in' : 'not in'} the campaign ${nameOf('campaign', condition.campaignId)}${
        condition.responded === null ? '' : condition.responded ? ', responded' : ', did not respond'
      }`;
    case 'list':
      return `${condition.is ? 'on' : 'not on'} ${condition.listIds.map((id) => nameOf('list', id)).join(' or ')}`;
    case 'opportunity':
      return opportunityWords(condition, nameOf);
    case 'segment':
      return `${condition.is ? 'in' : 'not in'} the segment ${nameOf('segment', condition.segmentId)}`;
  }
}

function opportunityWords(condition: ConditionOf<'opportunity'>, nameOf: NameOf): string {
  const { is, of, states, stageIds, atLeastMinor, closedWithinDays } = condition;
  return [
    `${is ? 'with' : 'without'} ${states[0] === 'won' || states[0] === 'lost' ? 'a' : 'an'}`,
    states.join(' or '),
    of === 'account' ? 'opportunity of their account' : 'opportunity',
    stageIds.length === 0 ? '' : `in ${stageIds.map((id) => nameOf('stage', id)).join(' or ')}`,
    atLeastMinor === null ? '' : `worth ${nameOf('money', String(atLeastMinor))} or more`,
    closedWithinDays === null ? '' : `closed in the last ${closedWithinDays} days`,
  ]
    .filter(Boolean)
    .join(' ');
}

function testWords(test: FieldTest): string {
  const words = opWords[test.op];
  if ('values' in test) return `${words} ${test.values.join(' or ')}`;
  if ('days' in test) return words.replace('…', String(test.days));
  if ('day' in test) return `${words} ${test.day}`;
  if (test.op === 'betweenDays') return words.replace('…', test.from) + ` ${test.to}`;
  if (test.op === 'between') return `${words} ${test.from} and ${test.to}`;
  if (test.op === 'anniversary') return `${words} ${stretchWords(test.from, test.to)}`;
  return 'value' in test ? `${words} ${test.value}` : words;
}

function stretchWords(from: number, to: number): string {
  const day = (days: number): string => (days === 0 ? 'today' : days > 0 ? `in ${days} days` : `${-days} days ago`);
  return from === to ? day(from) : `from ${day(from)} to ${day(to)}`;
}
