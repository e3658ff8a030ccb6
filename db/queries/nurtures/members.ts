import { sql, type RawBuilder } from 'kysely';
import type { CastOutcome, NurtureLeaveReason, NurtureMemberFilter } from '../../../domain/nurtures/nurture.ts';
import type { TenantDb } from '../../connection.ts';
import { planCast, type Cast } from './casts.ts';
import { holdNurture } from './state.ts';
import { staysOnList } from './nurtures.ts';

/** A member with what a cast would mean for them. */
export interface NurtureMemberRow {
  personId: string;
  personName: string;
  email: string | null;
  cadence: 'normal' | 'paused';
  stream: string;
  nextStream: string | null;
  outcome: CastOutcome;
  itemId: string | null;
  obstacle: string | null;
  received: number;
  addedAt: Date;
  lastCastAt: Date | null;
  leftAt: Date | null;
  leftReason: NurtureLeaveReason | null;
}

/** What a page of members is narrowed by, and where it starts: after the last person of the page before. */
export interface MemberPage extends NurtureMemberFilter {
  after: string | null;
  limit: number;
  personId?: string;
}

/** One page of members by the id of the person with what a cast means for them. */
export async function listNurtureMembers(db: TenantDb, cast: Cast, page: MemberPage): Promise<NurtureMemberRow[]> {
  const { outcome, limit } = page;
  const plan = await planCast(db, cast, whoToLookAt(cast, page));
  // By itself first: joined in, it would be worked out anew for each row where the planner has no statistics yet.
  const { rows } = await sql<NurtureMemberRow>`
    with planned as materialized (${plan})
    select planned.*, m.cadence, m.added_at, m.last_cast_at, m.left_at, m.left_reason, p.email,
      trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')) as person_name,
      (select count(*)::int from messages x join nurture_items i on i.tenant_id = x.tenant_id and i.id = x.source_id
        where x.tenant_id = current_tenant() and x.person_id = m.person_id and i.nurture_id = m.nurture_id
          and x.status = 'sent') as received
    from planned
    join nurture_members m on m.tenant_id = current_tenant() and m.nurture_id = ${cast.nurtureId} and m.person_id = planned.person_id
    join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    where (${outcome ?? null}::text is null or planned.outcome = ${outcome ?? null}::text)
    order by planned.person_id limit ${limit}`.execute(db);
  return rows;
}

/** The members that a page can hold. What a cast means is known only once it was looked at, so that such a page looks at more. */
function whoToLookAt(
  { nurtureId, withLeft }: Cast,
  { after, limit, outcome, personId, stream, q }: MemberPage,
): RawBuilder<unknown> {
  const term = q ? q.toLowerCase() : null;
  return sql`
    select w.person_id from nurture_members w
    join people f on f.tenant_id = w.tenant_id and f.id = w.person_id and f.erased_at is null
    where w.tenant_id = current_tenant() and w.nurture_id = ${nurtureId}
      ${withLeft ? sql`` : sql`and ${staysOnList(sql`w`)}`}
      ${after ? sql`and w.person_id > ${after}::uuid` : sql``}
      ${personId ? sql`and w.person_id = ${personId}::uuid` : sql``}
      ${stream ? sql`and w.stream = ${stream}` : sql``}
      ${term ? sql`and (strpos(f.search_name, ${term}) > 0 or strpos(f.email_key, ${term}) > 0)` : sql``}
    order by w.person_id ${outcome ? sql`` : sql`limit ${limit}`}`;
}

/**
 * Adds people to a stream of a nurture programme that is not over, or to its first one where the stream is gone meanwhile; who is in it
 * stays as they are, and who had left alone is in it again, unless `again` says no. Returns how many came in, `limit` at most.
 */
export async function addNurtureMembers(
  db: TenantDb,
  input: {
    nurtureId: string;
    /** Null: the first one. */
    stream: string | null;
    nowIso: string;
    people: RawBuilder<unknown>;
    again?: boolean;
    limit?: number;
  },
): Promise<number> {
  await holdNurture(db, input.nurtureId);
  const { rows } = await sql`
    insert into nurture_members as m (nurture_id, person_id, stream, added_at)
    select n.id, p.id, coalesce((select s ->> 'key' from jsonb_array_elements(v.definition -> 'streams') s
        where s ->> 'key' = ${input.stream}::text), v.definition #>> '{streams,0,key}'), ${input.nowIso}::timestamptz
    from (select distinct person_id from (${input.people}) who) w
    join people p on p.tenant_id = current_tenant() and p.id = w.person_id and p.erased_at is null
    join nurtures n on n.tenant_id = current_tenant() and n.id = ${input.nurtureId} and n.status in ('draft', 'running', 'paused')
      and (n.end_at is null or n.end_at > ${input.nowIso}::timestamptz)
    join nurture_versions v on v.tenant_id = n.tenant_id and v.nurture_id = n.id and v.number = n.current_version
    where not exists (
      select from nurture_members k
      where k.tenant_id = current_tenant() and k.nurture_id = ${input.nurtureId} and k.person_id = p.id
        and ${input.again === false ? sql`true` : staysOnList(sql`k`)})
    order by p.id
    limit ${input.limit ?? null}
    on conflict (tenant_id, nurture_id, person_id) do update
      set stream = excluded.stream, added_at = excluded.added_at, left_at = null, left_reason = null
      where m.left_at is not null and not ${staysOnList(sql`m`)}
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

/** Takes a member to another stream, from which the next cast gives; false where they are not in it, or there already. */
export async function moveMember(
  db: TenantDb,
  member: { nurtureId: string; personId: string; stream: string },
): Promise<boolean> {
  const row = await db
    .updateTable('nurtureMembers')
    .set({ stream: member.stream })
    .where('nurtureId', '=', member.nurtureId)
    .where('personId', '=', member.personId)
    .where('stream', '<>', member.stream)
    .returning('personId')
    .executeTakeFirst();
  return row !== undefined;
}
