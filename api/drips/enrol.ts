import type { z } from '@hono/zod-openapi';
import type { TenantDb } from '../../db/connection.ts';
import { peopleOfList, peopleOfSegment } from '../../db/queries/drip-entries.ts';
import { enrol, enrolGroup, listPeopleIn, namedPeople, type Enrolment } from '../../db/queries/drip-enrolments.ts';
import { findList } from '../../db/queries/lists.ts';
import { listKnownPeople } from '../../db/queries/members.ts';
import { patiently } from '../../db/queries/segment-preview.ts';
import { findSegment } from '../../db/queries/segments.ts';
import { mostEnrolled, type EnrolInput, type EnrolResult } from '../../domain/drips/drip.ts';
import { DomainError, notFound } from '../../domain/errors.ts';

type Into = Pick<Enrolment, 'dripId' | 'nowIso' | 'reentry'>;
type Result = z.infer<typeof EnrolResult>;

/** Lets people into a drip by hand, named or as a group, and says what became of them. */
export async function enrolByHand(db: TenantDb, input: EnrolInput, into: Into): Promise<Result> {
  if (input.listId !== undefined) return enrolList(db, input.listId, into);
  if (input.segmentId !== undefined) return enrolSegment(db, input.segmentId, into);
  return enrolNamed(db, [...new Set(input.personIds)], into);
}

async function enrolNamed(db: TenantDb, personIds: string[], into: Into): Promise<Result> {
  const known = await listKnownPeople(db, 'personIds', personIds);
  const isIn = await listPeopleIn(db, into.dripId, personIds);
  const taken = await enrol(db, { ...into, source: 'by_hand', people: namedPeople(personIds) });
  return {
    enrolled: taken.length,
    alreadyIn: isIn.size,
    notAgain: known.size - isIn.size - taken.length,
    notFound: personIds.filter((id) => !known.has(id)),
  };
}

async function enrolList(db: TenantDb, listId: string, into: Into): Promise<Result> {
  if (!(await findList(db, listId))) throw notFound('list');
  const people = peopleOfList(listId);
  return patiently(db, { kind: 'list', is: true, listIds: [listId] }, () =>
    countedGroup(db, people, { ...into, path: 'listId', name: 'list' }),
  );
}

async function enrolSegment(db: TenantDb, segmentId: string, into: Into): Promise<Result> {
  const segment = await findSegment(db, segmentId);
  if (!segment) throw notFound('segment');
  const people = await peopleOfSegment(db, { segmentId, nowIso: into.nowIso });
  return patiently(db, segment.rule, () => countedGroup(db, people, { ...into, path: 'segmentId', name: 'segment' }));
}

async function countedGroup(
  db: TenantDb,
  people: Enrolment['people'],
  { path, name, ...into }: Into & { path: string; name: string },
): Promise<Result> {
  const group = await enrolGroup(db, { ...into, source: 'by_hand', people, limit: mostEnrolled });
  if (group.people > mostEnrolled) {
    const most = mostEnrolled.toLocaleString('en');
    const message = `has more than ${most} people; use the ${name} as the drip’s entry, which lets them in by themselves`;
    throw new DomainError('invalid', `Up to ${most} people come in at once. Nobody was let in.`, [
      { path, code: 'too_many', message },
    ]);
  }
  const { people: all, enrolled, alreadyIn } = group;
  return { enrolled, alreadyIn, notAgain: all - alreadyIn - enrolled, notFound: [] };
}
