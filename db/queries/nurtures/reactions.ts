import { sql } from 'kysely';
import type { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import type { TenantDb } from '../../connection.ts';
import { namedPeople } from '../drips/enrolments.ts';
import { isWayIn, type HeardEvent } from '../drips/reactions.ts';
import { lockMemberships } from '../people/journey-locks.ts';
import { addNurtureMembers } from './members.ts';
import { holdNurture } from './state.ts';

/** Whom events let into a stream of a nurture programme; `again`: also who left it. */
export interface Coming {
  nurtureId: string;
  stream: string | null;
  again: boolean;
  personIds: string[];
}

/** Whom events let into nurture programmes, those of one programme after those of another. What machines did lets nobody in. */
export async function listComing(db: TenantDb, events: readonly HeardEvent[]): Promise<Coming[]> {
  const people = events.filter((event) => event.personId !== null && event.verdict !== 'machine');
  if (people.length === 0) return [];
  const { rows } = await sql<{ id: string; definition: NurtureDefinition }>`
    select n.id, v.definition
    from nurtures n
    join nurture_versions v on v.tenant_id = n.tenant_id and v.nurture_id = n.id and v.number = n.current_version
    where n.tenant_id = current_tenant() and n.status in ('running', 'paused')
      and v.definition -> 'entries' @> '[{"by": {"kind": "event"}}]' order by n.id`.execute(db);
  return rows.flatMap(({ id: nurtureId, definition }) =>
    definition.entries.flatMap(({ by, stream }) => {
      const personIds = people.filter((event) => isWayIn(by, event)).flatMap(({ personId }) => personId ?? []);
      return personIds.length === 0 ? [] : [{ nurtureId, stream, again: definition.comeAgain, personIds }];
    }),
  );
}

/** Holds the programmes that people come into, and then where these people are, as whoever casts or brings a new version into use does. */
export async function holdComing(db: TenantDb, coming: readonly Coming[]): Promise<void> {
  for (const nurtureId of new Set(coming.map((one) => one.nurtureId))) await holdNurture(db, nurtureId);
  const personIds = coming.flatMap((one) => one.personIds);
  if (personIds.length > 0) await lockMemberships(db, personIds);
}

/** Lets people into nurture programmes in the caller's transaction. Nobody is woken: the next cast finds them. */
export async function letIntoNurtures(db: TenantDb, coming: readonly Coming[], nowIso: string): Promise<void> {
  for (const { personIds, ...way } of coming)
    await addNurtureMembers(db, { ...way, nowIso, people: namedPeople(personIds) });
}
