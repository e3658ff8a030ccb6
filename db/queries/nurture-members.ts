import { sql, type RawBuilder } from 'kysely';
import type { CastOutcome } from '../../domain/nurtures/nurture.ts';
import type { TenantDb } from '../connection.ts';
import { planCast, type Cast } from './nurture-casts.ts';

/** A member with what a cast would mean for them. */
export interface NurtureMemberRow {
  personId: string;
  personName: string;
  email: string | null;
  cadence: 'normal' | 'paused';
  stream: string;
  nextStream: string;
  outcome: CastOutcome;
  itemId: string | null;
  obstacle: string | null;
  received: number;
  addedAt: Date;
  lastCastAt: Date | null;
}

/** One page of members by the id of the person with what a cast means for them; `after` is the last of the page before. */
export async function listNurtureMembers(
  db: TenantDb,
  cast: Cast,
  page: { after: string | null; limit: number; outcome?: CastOutcome; personId?: string },
): Promise<NurtureMemberRow[]> {
  const { after, outcome, personId } = page;
  const plan = await planCast(db, cast, personId ? sql`select ${personId}::uuid` : undefined);
  const { rows } = await sql<NurtureMemberRow>`
    select planned.*, m.cadence, m.added_at, m.last_cast_at, p.email,
      trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')) as person_name,
      (select count(*)::int from messages x join nurture_items i on i.tenant_id = x.tenant_id and i.id = x.source_id
        where x.tenant_id = current_tenant() and x.person_id = m.person_id and i.nurture_id = m.nurture_id
          and x.status = 'sent') as received
    from (${plan}) planned
    join nurture_members m on m.tenant_id = current_tenant() and m.nurture_id = ${cast.nurtureId} and m.person_id = planned.person_id
    join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    where (${after}::uuid is null or planned.person_id > ${after}::uuid)
      and (${outcome ?? null}::text is null or planned.outcome = ${outcome ?? null}::text)
    order by planned.person_id limit ${page.limit}`.execute(db);
  return rows;
}

/** Adds people to a stream of a nurture programme that is not over; who is in it stays as they are. Returns how many are new. */
export async function addNurtureMembers(
  db: TenantDb,
  input: { nurtureId: string; stream: string; nowIso: string; people: RawBuilder<unknown> },
): Promise<number> {
  const { rows } = await sql`
    insert into nurture_members (nurture_id, person_id, stream, added_at)
    select n.id, p.id, ${input.stream}, ${input.nowIso}::timestamptz
    from (${input.people}) w
    join people p on p.tenant_id = current_tenant() and p.id = w.person_id and p.erased_at is null
    join nurtures n on n.tenant_id = current_tenant() and n.id = ${input.nurtureId} and n.status in ('draft', 'running')
    order by p.id
    on conflict (tenant_id, nurture_id, person_id) do nothing
    returning 1`.execute(db);
  return rows.length;
}

/** Changes whether a member gets anything; false where they are not in it, or it is so already. */
export async function setCadence(
  db: TenantDb,
  member: { nurtureId: string; personId: string; cadence: 'normal' | 'paused' },
): Promise<boolean> {
  const row = await db
    .updateTable('nurtureMembers')
    .set({ cadence: member.cadence })
    .where('nurtureId', '=', member.nurtureId)
    .where('personId', '=', member.personId)
    .where('cadence', '<>', member.cadence)
    .returning('personId')
    .executeTakeFirst();
  return row !== undefined;
}
