import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { namedPeople } from '../../../db/queries/drips/enrolments.ts';
import { listPeopleFrom } from '../../../db/queries/intakes/people.ts';
import type { NewIntake } from '../../../db/queries/intakes/intakes.ts';
import { findList } from '../../../db/queries/segments/lists.ts';
import { listKnownPeople } from '../../../db/queries/members/members.ts';
import { addNurtureMembers } from '../../../db/queries/nurtures/members.ts';
import { findSegment } from '../../../db/queries/segments/segments.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DomainError } from '../../../domain/errors.ts';
import { mostAtOnce, type IntakeSource } from '../../../domain/intakes/intake.ts';
import { isOpen, type AddNurtureMembers, type AddedNurtureMembers } from '../../../domain/nurtures/nurture.ts';
import { hasEnded } from '../../../domain/parts/end.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { FoundNurture } from './find.ts';

/**
 * Adds people to a nurture programme, named or everybody on a list or in a segment, and says what became of them. Where they are too
 * many for one request nobody is added, and what comes back is the intake to make.
 */
export async function addToNurture(
  db: TenantDb,
  actor: Actor,
  { found: { row }, input }: { found: FoundNurture; input: AddNurtureMembers },
): Promise<AddedNurtureMembers | NewIntake> {
  const { id: nurtureId, campaignId, status, definition } = row;
  if (!isOpen(status)) {
    throw new DomainError('conflict', `The nurture programme is ${status}, so nobody comes in any more.`);
  }
  if (hasEnded(row.endAt, new Date().toISOString())) {
    throw new DomainError('conflict', 'The end date of the nurture programme has come, so nobody comes in any more.');
  }
  const stream = input.stream ?? definition.streams[0]?.key ?? '';
  if (!definition.streams.some(({ key }) => key === stream)) throw unknownIn('stream', `There is no stream ${stream}.`);
  const nowIso = new Date().toISOString();
  const group = await groupOf(db, input);
  const wanted = [...new Set(input.personIds ?? [])];
  const known = group
    ? await listPeopleFrom(db, { source: group.source, nowIso, limit: mostAtOnce + 1 })
    : [...(await listKnownPeople(db, 'personIds', wanted)).values()];
  if (group && known.length > mostAtOnce) {
    return { campaignId, ...group, terms: { target: 'nurture', targetId: nurtureId, stream } };
  }
  const added = await addNurtureMembers(db, { nurtureId, stream, nowIso, people: namedPeople(known) });
  await insertAudit(db, actor, {
    action: 'nurture.addMembers',
    entityKind: 'campaign',
    entityId: campaignId,
    part: partOf('nurture', row),
    after: {
      stream,
      ...(group && { from: `${group.source.kind} ${group.sourceName}` }),
      people: added,
    },
  });
  return { added, alreadyIn: known.length - added, notFound: wanted.filter((id) => !known.includes(id)) };
}

async function groupOf(
  db: TenantDb,
  { listId, segmentId }: AddNurtureMembers,
): Promise<{ source: IntakeSource; sourceName: string } | null> {
  if (listId !== undefined) {
    const list = await findList(db, listId);
    if (!list) throw unknownIn('listId', `There is no list ${listId}.`);
    return { source: { kind: 'list', listId }, sourceName: list.name };
  }
  if (segmentId === undefined) return null;
  const segment = await findSegment(db, segmentId);
  if (!segment) throw unknownIn('segmentId', `There is no segment ${segmentId}.`);
  return { source: { kind: 'segment', segmentId }, sourceName: segment.name };
}

/** A refusal of a field that names something which does not exist. */
export function unknownIn(path: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ path, code: 'unknown_reference', message }]);
}
