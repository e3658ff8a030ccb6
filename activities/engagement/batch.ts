import type { TenantDb } from '../../db/connection.ts';
import { askForAttributionOfPeople } from '../../db/queries/attribution/work.ts';
import { addToHours, type HourChange } from '../../db/queries/campaigns/hours.ts';
import { applyToNurtures } from '../../db/queries/nurtures/reactions.ts';
import { incrementCounters } from '../../db/queries/parts/counters.ts';
import { addToDeliveries, type DeliveryChange } from '../../db/queries/deliverability/delivery-hours.ts';
import { askForNextActions, type Cause } from '../../db/queries/next-actions/work.ts';
import { applyToDrips } from '../../db/queries/drips/reactions.ts';
import {
  listHits,
  markFirst,
  markLatestTouch,
  markResponded,
  markVerdicts,
  takeDueEvents,
  type CampaignResponse,
  type DueChoice,
  type DueEvent,
  type MessageMoment,
  type NeighbouringHit,
} from '../../db/queries/engagement/engagement.ts';
import { clearEvents, giveToKept, holdErased } from '../../db/queries/engagement/owners.ts';
import { applyVisits, claimStrays } from './visits.ts';
import { tellEndpoints, type WebhookEvent } from '../../db/queries/webhooks/deliveries.ts';
import { findEditionLinks, type TrackedLink } from '../../db/queries/engagement/tracking.ts';
import { askForScores } from '../../db/queries/scoring/work.ts';
import { eventCounterOf, type CounterChange } from '../../domain/engagement/counters.ts';
import { eventCause } from '../../domain/next-actions/cause.ts';
import { eventHourOf } from '../../domain/reports/hours.ts';
import { judgeHit, neighbourhood, type Hit, type Judgement } from '../../domain/engagement/verdict.ts';

type JudgedEvent = DueEvent & { verdict: string; judgement: Judgement | null };

/**
 * Applies the consequences of the first due events, or of one of them, in the caller's transaction: verdicts, first times on messages,
 * counters, members' responses, latest touches and drips. Returns how many were taken; 0 when nothing is due. `wakeDrips` hears of the
 * drips that are to be woken once this is committed.
 */
export async function applyDueEvents(
  db: TenantDb,
  choice: DueChoice,
  wakeDrips: (dripIds: string[]) => void = () => {},
): Promise<number> {
  const due = await takeDueEvents(db, choice);
  if (due.length === 0) return 0;
  const events = await judgeEvents(db, await giveToKept(db, await claimStrays(db, due)));
  const opened = await markFirst(
    db,
    'opened_at',
    earliest(events.filter((event) => event.kind === 'open' && event.verdict !== 'machine')),
  );
  // Positions before members, as a drip that moves takes them: neither then waits for the other.
  const news = events.filter(isNews);
  wakeDrips(await applyToDrips(db, news, new Date().toISOString()));
  await applyToNurtures(db, news, new Date().toISOString());
  // As an erasure takes them: where people are, then the people, then their events.
  const erased = await holdErased(db, events);
  await markVerdicts(
    db,
    events.flatMap((event) => (event.judgement ? [{ ...event, ...event.judgement }] : [])),
  );
  const isOfErased = ({ personId }: DueEvent) => erased.has(personId ?? '');
  await clearEvents(db, events.filter(isOfErased));
  const clicks = events.filter((event) => event.kind === 'click' && event.verdict === 'human');
  const clicked = await markFirst(db, 'clicked_at', earliest(clicks));
  await markResponded(db, responsesOf(clicks, 'first'));
  const known = events.filter((event) => !isOfErased(event));
  await markLatestTouch(
    db,
    responsesOf(
      clicks.filter((event) => !isOfErased(event)),
      'last',
    ),
  );
  await applyVisits(db, known);
  await askForAttributionOfPeople(db, touchedBy(events));
  await askForScores(db, activeIn(events));
  await askForNextActions(db, causesIn(events.filter(isNews)));
  await incrementCounters(db, [
    ...countEvents(events),
    ...countMessages(events, opened, 'uniqueOpens'),
    ...countMessages(events, clicked, 'uniqueClicks'),
  ]);
  await addToHours(db, [
    ...hoursOfEvents(events),
    ...hoursOfMessages(events, opened, 'uniqueOpens'),
    ...hoursOfMessages(events, clicked, 'uniqueClicks'),
  ]);
  await tellEndpoints(db, toldOf(events));
  await addToDeliveries(db, [...firstOnes(opened, 'opened'), ...firstOnes(clicked, 'clicked')]);
  return due.length;
}

/** A day after it happened nobody waits for an answer to it: whoever sends what they had collected starts no drips by it. */
const newsMs = 24 * 3600_000;

function isNews({ occurredAt, receivedAt, messageId }: DueEvent): boolean {
  return messageId !== null || Date.parse(receivedAt) - occurredAt.getTime() < newsMs;
}

/** Whose events may be a touch for an opportunity; which are is said in db/queries/attribution/touches.ts. */
function touchedBy(events: readonly JudgedEvent[]): string[] {
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
function activeIn(events: readonly JudgedEvent[]): string[] {
  return [
    ...new Set(
      events.flatMap(({ verdict, personId }) => (personId !== null && verdict !== 'machine' ? [personId] : [])),
    ),
  ];
}

/** What is a reason to ask what is next for somebody, or to take back what was proposed. */
const reasonKinds = ['click', 'reply', 'form', 'custom', 'unsubscribe', 'complaint'];

function causesIn(events: readonly JudgedEvent[]): Cause[] {
  return events.flatMap(({ id, kind, verdict, personId, campaignId }) =>
    personId !== null && verdict !== 'machine' && reasonKinds.includes(kind)
      ? [{ personId, campaignId, cause: eventCause(id) }]
      : [],
  );
}

/** Gives opens and clicks their final verdict; other events keep the one they came with. */
async function judgeEvents(db: TenantDb, due: DueEvent[]): Promise<JudgedEvent[]> {
  const hits = due.filter((event) => isHit(event) && event.messageId !== null);
  if (hits.length === 0) return due.map((event) => ({ ...event, judgement: null }));
  const times = hits.map((event) => event.occurredAt.getTime());
  const around = await listHits(db, {
    messageIds: [...new Set(hits.map((event) => event.messageId as string))],
    from: new Date(Math.min(...times) - neighbourhood.beforeMs),
    to: new Date(Math.max(...times) + neighbourhood.afterMs),
  });
  const byMessage = groupByMessage(around);
  const links = await linksOfEditions(db, hits);
  return due.map((event) => {
    if (!isHit(event) || event.messageId === null) return { ...event, judgement: null };
    const known = links.get(event.editionId ?? '') ?? [];
    const judgement = judgeHit(asHit(event, known), {
      sentAt: event.sentAt?.getTime() ?? null,
      linkCount: known.filter((link) => !link.honeypot).length,
      neighbours: (byMessage.get(event.messageId) ?? []).map((hit) => asHit(hit, known)),
    });
    return { ...event, verdict: judgement.verdict, judgement };
  });
}

function groupByMessage(hits: readonly NeighbouringHit[]): Map<string, NeighbouringHit[]> {
  const groups = new Map<string, NeighbouringHit[]>();
  for (const hit of hits) {
    const group = groups.get(hit.messageId);
    if (group) group.push(hit);
    else groups.set(hit.messageId, [hit]);
  }
  return groups;
}

async function linksOfEditions(db: TenantDb, events: DueEvent[]): Promise<Map<string, TrackedLink[]>> {
  const found = new Map<string, TrackedLink[]>();
  for (const id of new Set(events.flatMap((event) => event.editionId ?? []))) {
    found.set(id, (await findEditionLinks(db, id)) ?? []);
  }
  return found;
}

function isHit(event: { kind: string }): boolean {
  return event.kind === 'open' || event.kind === 'click';
}

function asHit(event: DueEvent | NeighbouringHit, links: TrackedLink[]): Hit {
  const data = 'data' in event ? event.data : {};
  return {
    kind: event.kind as Hit['kind'],
    at: event.occurredAt.getTime(),
    isHead: data.isHead === true,
    isPrefetch: data.isPrefetch === true,
    userAgent: data.userAgent ?? null,
    linkIndex: event.linkIndex,
    isHoneypot: event.linkIndex !== null && links[event.linkIndex]?.honeypot === true,
  };
}

function earliest(events: DueEvent[]): { messageId: string; at: Date }[] {
  const first = new Map<string, Date>();
  for (const { messageId, occurredAt } of events) {
    if (messageId !== null && !(first.get(messageId)! <= occurredAt)) first.set(messageId, occurredAt);
  }
  return [...first].map(([messageId, at]) => ({ messageId, at }));
}

/** One response per member, or one touch per person: the first or the last of those in the batch. */
function responsesOf(clicks: DueEvent[], which: 'first' | 'last'): CampaignResponse[] {
  const inOrder = [...clicks].sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  if (which === 'first') inOrder.reverse();
  const kept = new Map<string, CampaignResponse>();
  for (const { campaignId, personId, messageId, occurredAt: at } of inOrder) {
    if (campaignId === null || personId === null || messageId === null) continue;
    kept.set(which === 'first' ? `${campaignId} ${personId}` : personId, { campaignId, personId, messageId, at });
  }
  return [...kept.values()];
}

function countEvents(events: JudgedEvent[]): CounterChange[] {
  return events.flatMap((event) => {
    const name = event.isAgain ? null : eventCounterOf({ ...event, bounce: event.data.bounce });
    return name && event.sourceId ? [{ sourceId: event.sourceId, name, by: 1 }] : [];
  });
}

function countMessages(
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
function toldOf(events: readonly JudgedEvent[]): WebhookEvent[] {
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
function firstOnes(moments: FirstMoment[], name: 'opened' | 'clicked'): DeliveryChange[] {
  return moments.flatMap(({ messageId, before }) => (before === null ? [{ messageId, name }] : []));
}

type FirstMoment = MessageMoment & { before: Date | null };

function hoursOfEvents(events: JudgedEvent[]): HourChange[] {
  return events.flatMap((event) => {
    const name = event.isAgain ? null : eventHourOf(event);
    return name ? [{ campaignId: event.campaignId, name, at: event.occurredAt, by: 1 }] : [];
  });
}

/** A first time that turns out to have been earlier moves from its hour to the earlier one. */
function hoursOfMessages(
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
