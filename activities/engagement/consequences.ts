import type { HourChange } from '../../db/queries/campaigns/hours.ts';
import type { DeliveryChange } from '../../db/queries/deliverability/delivery-hours.ts';
import type { MessageMoment } from '../../db/queries/engagement/engagement.ts';
import type { Cause } from '../../db/queries/next-actions/work.ts';
import type { WebhookEvent } from '../../db/queries/webhooks/deliveries.ts';
import { eventCounterOf, type CounterChange } from '../../domain/engagement/counters.ts';
import { eventCause } from '../../domain/next-actions/cause.ts';
import { eventHourOf } from '../../domain/reports/hours.ts';
import type { JudgedEvent } from './judged-events.ts';

// What judged events mean elsewhere: whom to credit, score and think of, what to count, whom to tell.

/** When something happened to a message for the first time, and when it had been thought to. */
type FirstMoment = MessageMoment & { before: Date | null };

/** Whose events may be a touch for an opportunity; which are is said in db/queries/attribution/touches.ts. */
export function touchedBy(events: readonly JudgedEvent[]): string[] {
  const kinds = ['click', 'reply', 'form', 'page_view', 'open'];
  return [
    ...new Set(
      events.flatMap(({ kind, verdict, personId }) =>
        personId !== null && verdict !== 'machine' && kinds.includes(kind) ? [personId] : [],
      ),
    ),
  ];
}

/** Who did something that scores look at, or that they were told of. */
export function activeIn(events: readonly JudgedEvent[]): string[] {
  return [
    ...new Set(
      events.flatMap(({ verdict, personId }) => (personId !== null && verdict !== 'machine' ? [personId] : [])),
    ),
  ];
}

/** What is a reason to ask what is next for somebody, or to take back what was proposed. */
const reasonKinds = ['click', 'reply', 'form', 'custom', 'unsubscribe', 'complaint'];

/** Whom to think of a next action for, and why. */
export function causesIn(events: readonly JudgedEvent[]): Cause[] {
  return events.flatMap(({ id, kind, verdict, personId, campaignId }) =>
    personId !== null && verdict !== 'machine' && reasonKinds.includes(kind)
      ? [{ personId, campaignId, cause: eventCause(id) }]
      : [],
  );
}

/** What events add to the counters of their sources. */
export function countEvents(events: JudgedEvent[]): CounterChange[] {
  return events.flatMap((event) => {
    const name = event.isAgain ? null : eventCounterOf({ ...event, bounce: event.data.bounce });
    return name && event.sourceId ? [{ sourceId: event.sourceId, name, by: 1 }] : [];
  });
}

/** What first times add to the counters of their sources: of one that was known of before nothing. */
export function countMessages(
  events: JudgedEvent[],
  moments: FirstMoment[],
  name: 'uniqueOpens' | 'uniqueClicks',
): CounterChange[] {
  const sources = new Map(events.map((event) => [event.messageId, event.sourceId]));
  return moments.flatMap(({ messageId, before }) => {
    const sourceId = sources.get(messageId);
    return sourceId && before === null ? [{ sourceId, name, by: 1 }] : [];
  });
}

/** What endpoints are told of: opens and clicks that no machine made. */
export function toldOf(events: readonly JudgedEvent[]): WebhookEvent[] {
  return events.flatMap(({ kind, verdict, isAgain, messageId, personId, campaignId, sourceId, linkIndex }) => {
    if (messageId === null || isAgain || (kind !== 'open' && kind !== 'click')) return [];
    if (kind === 'open' ? verdict === 'machine' : verdict !== 'human') return [];
    const known = Object.entries({
      messageId,
      personId,
      campaignId,
      sourceId,
      ...(kind === 'click' ? { linkIndex } : {}),
    });
    const data = Object.fromEntries(known.filter(([, value]) => value !== null));
    return [{ type: kind === 'open' ? 'message.opened' : 'message.clicked', data }];
  });
}

/** Messages that somebody opened or clicked for the first time ever. */
export function firstOnes(moments: FirstMoment[], name: 'opened' | 'clicked'): DeliveryChange[] {
  return moments.flatMap(({ messageId, before }) => (before === null ? [{ messageId, name }] : []));
}

/** What events add to the hours of their campaigns. */
export function hoursOfEvents(events: JudgedEvent[]): HourChange[] {
  return events.flatMap((event) => {
    const name = event.isAgain ? null : eventHourOf(event);
    return name ? [{ campaignId: event.campaignId, name, at: event.occurredAt, by: 1 }] : [];
  });
}

/** A first time that turns out to have been earlier moves from its hour to the earlier one. */
export function hoursOfMessages(
  events: JudgedEvent[],
  moments: FirstMoment[],
  name: 'uniqueOpens' | 'uniqueClicks',
): HourChange[] {
  const campaigns = new Map(events.map((event) => [event.messageId, event.campaignId]));
  return moments.flatMap(({ messageId, at, before }) => {
    const campaignId = campaigns.get(messageId) ?? null;
    return [{ campaignId, name, at, by: 1 }, ...(before ? [{ campaignId, name, at: before, by: -1 }] : [])];
  });
}
