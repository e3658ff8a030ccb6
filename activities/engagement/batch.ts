import type { TenantDb } from '../../db/connection.ts';
import { askForAttributionOfPeople } from '../../db/queries/attribution/work.ts';
import { addToHours } from '../../db/queries/campaigns/hours.ts';
import { addToDeliveries } from '../../db/queries/deliverability/delivery-hours.ts';
import { applyToDrips } from '../../db/queries/drips/reactions.ts';
import {
  markFirst,
  markLatestTouch,
  markResponded,
  markVerdicts,
  takeDueEvents,
  type CampaignResponse,
  type DueChoice,
  type DueEvent,
} from '../../db/queries/engagement/engagement.ts';
import { clearEvents, giveToKept, holdOwners } from '../../db/queries/engagement/owners.ts';
import { askForNextActions } from '../../db/queries/next-actions/work.ts';
import { holdComing, letIntoNurtures, listComing } from '../../db/queries/nurtures/reactions.ts';
import { incrementCounters } from '../../db/queries/parts/counters.ts';
import { askForScores } from '../../db/queries/scoring/work.ts';
import { tellEndpoints } from '../../db/queries/webhooks/deliveries.ts';
import {
  activeIn,
  causesIn,
  countEvents,
  countMessages,
  firstOnes,
  hoursOfEvents,
  hoursOfMessages,
  toldOf,
  touchedBy,
} from './consequences.ts';
import { judgeEvents, type JudgedEvent } from './judged-events.ts';
import { applyVisits, claimStrays, knowStrays } from './visits.ts';

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
  const judged = await judgeEvents(db, await giveToKept(db, await knowStrays(db, due)));
  // As whoever takes people away or hears of a mail takes them: where people are, then the people, then their messages and events.
  const woken = await applyNews(db, judged);
  const { events, erased } = await holdOwners(db, judged);
  await claimStrays(db, due, events);
  // If the person has been merged since, their places in drips moved to the kept record before this event was applied.
  const given = events.filter(({ personId }, place) => personId !== judged[place]?.personId);
  wakeDrips([...woken, ...(await applyNews(db, given))]);
  const opens = events.filter((event) => event.kind === 'open' && event.verdict !== 'machine');
  const opened = await markFirst(db, 'opened_at', earliest(opens));
  await markVerdicts(
    db,
    events.flatMap((event) => (event.judgement ? [{ ...event, ...event.judgement }] : [])),
  );
  const isOfErased = ({ personId }: DueEvent) => erased.has(personId ?? '');
  await clearEvents(db, events.filter(isOfErased));
  const clicks = events.filter((event) => event.kind === 'click' && event.verdict === 'human');
  const clicked = await markFirst(db, 'clicked_at', earliest(clicks));
  const known = events.filter((event) => !isOfErased(event));
  await markLatestTouch(
    db,
    responsesOf(
      clicks.filter((event) => !isOfErased(event)),
      'last',
    ),
  );
  await applyVisits(db, known);
  // The people before their memberships, as whoever takes a form does.
  await markResponded(db, responsesOf(clicks, 'first'));
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

/** Lets drips and nurture programmes hear of what is still news. Returns the drips that are to be woken. */
async function applyNews(db: TenantDb, events: readonly JudgedEvent[]): Promise<string[]> {
  const news = events.filter(isNews);
  const nowIso = new Date().toISOString();
  // Programmes before drips, whose people are held with them. Positions are only added: whoever lets a drip go on holds it, and waits for
  // those there are.
  const coming = await listComing(db, news);
  await holdComing(db, coming);
  const woken = await applyToDrips(db, news, nowIso);
  await letIntoNurtures(db, coming, nowIso);
  return woken;
}

/** A day after it happened nobody waits for an answer to it: whoever sends what they had collected starts no drips by it. */
const newsMs = 24 * 3600_000;

function isNews({ occurredAt, receivedAt, messageId }: DueEvent): boolean {
  return messageId !== null || Date.parse(receivedAt) - occurredAt.getTime() < newsMs;
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
