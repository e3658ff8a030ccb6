import type { z } from '@hono/zod-openapi';
import type { TenantDb } from '../../../db/connection.ts';
import { peopleOfList, peopleOfSegment } from '../../../db/queries/drips/entries.ts';
import { enrol, enrolGroup, listPeopleIn, namedPeople, type Enrolment } from '../../../db/queries/drips/enrolments.ts';
import type { NewIntake } from '../../../db/queries/intakes/intakes.ts';
import { findList } from '../../../db/queries/segments/lists.ts';
import { listKnownPeople } from '../../../db/queries/members/members.ts';
import { patiently } from '../../../db/queries/segments/preview.ts';
import { findSegment } from '../../../db/queries/segments/segments.ts';
import type { EnrolInput, EnrolResult } from '../../../domain/drips/drip.ts';
import { notFound } from '../../../domain/errors.ts';
import { mostAtOnce } from '../../../domain/intakes/intake.ts';

type Into = Pick<Enrolment, 'dripId' | 'nowIso' | 'reentry'> & { campaignId: string };
type Result = z.infer<typeof EnrolResult>;

/**
 * Lets people into a drip by hand, named or as a group, and says what became of them. Where they are too many for one request nobody
 * comes in, and what comes back is the intake to make.
 */
export async function enrolByHand(db: TenantDb, input: EnrolInput, into: Into): Promise<Result | NewIntake> {
  if (input.listId !== undefined) return enrolList(db, input.listId, into);
  if (input.segmentId !== undefined) return enrolSegment(db, input.segmentId, into);
  return enrolNamed(db, [...new Set(input.personIds)], into);
}

async function enrolNamed(db: TenantDb, personIds: string[], { campaignId: _, ...into }: Into): Promise<Result> {
  const known = await listKnownPeople(db, 'personIds', personIds);
  const taken = await enrol(db, { ...into, source: 'by_hand', people: namedPeople(personIds) });
  // Asked afterwards: who came in by another call at the same moment is in it.
  const isIn = await listPeopleIn(db, into.dripId, personIds);
  return {
    enrolled: taken.length,
    alreadyIn: isIn.size - taken.length,
    notAgain: known.size - isIn.size,
    notFound: personIds.filter((id) => !known.has(id)),
  };
}

async function enrolList(db: TenantDb, listId: string, into: Into): Promise<Result | NewIntake> {
  const list = await findList(db, listId);
  if (!list) throw notFound('list');
  const source = { kind: 'list' as const, listId };
  return patiently(db, { kind: 'list', is: true, listIds: [listId] }, () =>
    countedGroup(db, peopleOfList(listId), { ...into, source, sourceName: list.name }),
  );
}

async function enrolSegment(db: TenantDb, segmentId: string, into: Into): Promise<Result | NewIntake> {
  const segment = await findSegment(db, segmentId);
  if (!segment) throw notFound('segment');
  const people = await peopleOfSegment(db, { segmentId, nowIso: into.nowIso });
  const source = { kind: 'segment' as const, segmentId };
  return patiently(db, segment.rule, () => countedGroup(db, people, { ...into, source, sourceName: segment.name }));
}

async function countedGroup(
  db: TenantDb,
  people: Enrolment['people'],
  { source, sourceName, campaignId, ...into }: Into & Pick<NewIntake, 'source' | 'sourceName'>,
): Promise<Result | NewIntake> {
  const group = await enrolGroup(db, { ...into, source: 'by_hand', people, limit: mostAtOnce });
  if (group.people > mostAtOnce) {
    const terms = { target: 'drip' as const, targetId: into.dripId, reentry: into.reentry };
    return { campaignId, source, sourceName, terms };
  }
  const { people: all, enrolled, alreadyIn } = group;
  return { enrolled, alreadyIn, notAgain: all - alreadyIn - enrolled, notFound: [] };
}
