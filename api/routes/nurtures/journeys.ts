import type { TenantDb } from '../../../db/connection.ts';
import { listNurtureMessages, listNurturesOf } from '../../../db/queries/nurtures/journeys.ts';
import { listNurtureMembers } from '../../../db/queries/nurtures/members.ts';
import { nextSentence, placeSentence, type NurtureJourney } from '../../../domain/nurtures/journey.ts';
import { isOpen } from '../../../domain/nurtures/nurture.ts';
import { castToCome, nextCastAt, requireNurture } from './find.ts';

/** The newest programmes and messages that a page shows. */
const most = { nurtures: 50, messages: 200 };

/** Where a person is in every nurture programme: asked of the same query as the cast, so that what is said is what happens. */
export async function readNurtureJourneys(db: TenantDb, personId: string): Promise<NurtureJourney[]> {
  const nowIso = new Date().toISOString();
  const messages = await listNurtureMessages(db, personId, most.messages);
  const journeys: NurtureJourney[] = [];
  for (const { nurtureId, campaignId, campaignName, campaignStatus } of await listNurturesOf(
    db,
    personId,
    most.nurtures,
  )) {
    const found = await requireNurture(db, { id: campaignId, nurtureId });
    const one = { after: null, limit: 1, personId };
    const [member] = await listNurtureMembers(db, { ...castToCome(found, nowIso), withLeft: true }, one);
    if (!member) continue;
    const { row, items } = found;
    const nameOf = (key: string) => row.definition.streams.find((stream) => stream.key === key)?.name ?? key;
    const { cadence, stream, nextStream, outcome, obstacle, received, leftReason } = member;
    const halt =
      row.status === 'paused'
        ? 'the programme is paused'
        : row.status === 'running' && campaignStatus === 'paused'
          ? 'its campaign is paused'
          : null;
    const streamName = nameOf(stream);
    const hasLeft = member.leftAt !== null;
    const itemName = items.find(({ id }) => id === member.itemId)?.name ?? '';
    const plan = { outcome, obstacle, itemName, streamName, nextStreamName: nameOf(nextStream ?? stream) };
    journeys.push({
      nurtureId,
      nurtureName: row.name,
      campaignId,
      campaignName,
      status: row.status,
      cadence,
      stream,
      streamName,
      outcome,
      obstacle,
      received,
      addedAt: member.addedAt.toISOString(),
      lastCastAt: member.lastCastAt?.toISOString() ?? null,
      leftAt: member.leftAt?.toISOString() ?? null,
      leftReason,
      sentence: placeSentence({ streamName, received, leftReason }),
      next: nextSentence({ ...plan, halt, isOver: !isOpen(row.status), hasLeft }),
      nextAt: outcome === 'gets' && halt === null && !hasLeft ? nextCastAt(row, nowIso) : null,
      messages: messages
        .filter((message) => message.nurtureId === nurtureId)
        .map(({ at, itemId, itemName, status, reason }) => ({
          at: at.toISOString(),
          itemId,
          itemName,
          status,
          reason,
        })),
    });
  }
  return journeys;
}
