import { sql } from 'kysely';
import type { ReadInput } from '../../../domain/notifications/notification.ts';
import type { Db, TenantDb } from '../../connection.ts';

/** Who came to a step that tells the owner. */
export interface Told {
  dripId: string;
  campaignId: string;
  step: string;
  note: string;
  nowIso: string;
  positionIds: readonly string[];
  /** Everybody who signs in to the organisation: an owner of another system is nobody who can be told. */
  members: readonly string[];
}

/**
 * Tells the owner of each person (the campaign's owner where that is nobody of the organisation), once per enrolment and step however
 * often it is asked. Returns the enrolments whose owner is told.
 */
export async function insertNotifications(db: TenantDb, told: Told): Promise<Set<string>> {
  const members = sql`${sql.val([...told.members])}::text[]`;
  const { rows } = await sql<{ id: string }>`
    with owned as (
      select p.id, case when person.owner_id = any(${members}) then person.owner_id
        when c.owner_id = any(${members}) then c.owner_id end as user_id
      from unnest(${sql.val([...told.positionIds])}::uuid[]) as w (id)
      join drip_positions p on p.tenant_id = current_tenant() and p.id = w.id
      join people person on person.tenant_id = p.tenant_id and person.id = p.person_id
      join campaigns c on c.tenant_id = p.tenant_id and c.id = ${told.campaignId}),
    written as (
      insert into notifications (user_id, drip_id, position_id, step, note, created_at)
      select user_id, ${told.dripId}::uuid, id, ${told.step}, ${told.note}, ${told.nowIso}::timestamptz from owned
      where user_id is not null order by id
      on conflict (tenant_id, position_id, step) do nothing)
    select id from owned where user_id is not null`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Who signs in to an organisation. As salescompass_directory. */
export async function listMemberIds(directory: Db, tenantId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select "userId"::text as id from auth.member where "organizationId"::text = ${tenantId}`.execute(directory);
  return rows.map(({ id }) => id);
}

/** A step that people came to, as its owner is told. */
export interface NotificationRow {
  campaignId: string;
  dripId: string;
  dripName: string;
  step: string;
  stepName: string;
  note: string;
  people: number;
  sample: { personId: string; name: string }[];
  latestAt: Date;
  isRead: boolean;
}

const stepNameOf = sql`coalesce((select named ->> 'name' from drip_versions v, jsonb_array_elements(v.definition -> 'steps') named
  where v.tenant_id = d.tenant_id and v.drip_id = d.id and v.number = d.current_version and named ->> 'key' = g.step), '')`;

/** Somebody's notifications, the newest first, grouped by step; unread ones in groups of their own. */
export async function listNotifications(
  db: TenantDb,
  input: { userId: string; limit: number },
): Promise<NotificationRow[]> {
  const { rows } = await sql<NotificationRow>`
    with grouped as (
      select drip_id, step, read_at is not null as is_read, count(*)::int as people, max(created_at) as latest_at,
        (array_agg(note order by id desc))[1] as note, (array_agg(position_id order by id desc))[1:3] as newest
      from notifications where tenant_id = current_tenant() and user_id = ${input.userId}
      group by drip_id, step, read_at is not null
      order by is_read, latest_at desc limit ${input.limit})
    select d.campaign_id, g.drip_id, d.name as drip_name, g.step, ${stepNameOf} as step_name, g.note, g.people, g.latest_at, g.is_read,
      (select coalesce(jsonb_agg(jsonb_build_object('personId', person.id,
          'name', trim(coalesce(person.first_name, '') || ' ' || coalesce(person.last_name, '')))), '[]')
        from drip_positions p join people person on person.tenant_id = p.tenant_id and person.id = p.person_id
        where p.tenant_id = d.tenant_id and p.id = any(g.newest)) as sample
    from grouped g
    join drips d on d.tenant_id = current_tenant() and d.id = g.drip_id
    order by g.is_read, g.latest_at desc`.execute(db);
  return rows;
}

/** How many steps have something that somebody does not know yet. */
export async function countUnread(db: TenantDb, userId: string): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(distinct (drip_id, step))::int as unread from notifications
    where tenant_id = current_tenant() and user_id = ${userId} and read_at is null`.execute(db);
  return rows[0]?.unread ?? 0;
}

/** Keeps that somebody knows of a step, or of everything. */
export async function markRead(
  db: TenantDb,
  userId: string,
  what: Extract<ReadInput, { dripId: string } | { all: true }>,
): Promise<void> {
  await db
    .updateTable('notifications')
    .set({ readAt: sql<Date>`now()` })
    .where('userId', '=', userId)
    .where('readAt', 'is', null)
    .$if('dripId' in what, (query) =>
      'dripId' in what ? query.where('dripId', '=', what.dripId).where('step', '=', what.step) : query,
    )
    .execute();
}

/** What one user is told by mail. */
export interface Digest {
  userId: string;
  ids: string[];
  lines: { dripName: string; stepName: string; note: string; people: number }[];
}

/** A mail is written within this long, or by somebody else. */
export const mailLeaseMinutes = 5;

/**
 * Takes what nobody has seen or been mailed yet, per person to tell, for some minutes: nobody gets more than one such mail an hour, and
 * two workers do not say the same. Mark it once it is sent.
 */
export async function claimDigests(db: TenantDb, nowIso: string): Promise<Digest[]> {
  const { rows } = await sql<Digest>`
    with claimed as (
      update notifications n set mail_leased_until = now() + make_interval(mins => ${mailLeaseMinutes})
      where n.tenant_id = current_tenant() and n.mailed_at is null and n.read_at is null
        and (n.mail_leased_until is null or n.mail_leased_until < now())
        and not exists (select from notifications o where o.tenant_id = n.tenant_id and o.user_id = n.user_id
          and (o.mailed_at > ${nowIso}::timestamptz - interval '1 hour' or o.mail_leased_until > now()))
      returning n.id, n.user_id, n.drip_id, n.step, n.note),
    g as (
      select user_id, drip_id, step, count(*)::int as people, max(note) as note, array_agg(id) as ids
      from claimed group by user_id, drip_id, step)
    select g.user_id, jsonb_agg(jsonb_build_object('dripName', d.name, 'stepName', ${stepNameOf}, 'note', g.note, 'people', g.people)
        order by g.people desc) as lines,
      (select array_agg(c.id) from claimed c where c.user_id = g.user_id) as ids
    from g join drips d on d.tenant_id = current_tenant() and d.id = g.drip_id
    group by g.user_id order by g.user_id`.execute(db);
  return rows;
}

/** Keeps what became of a digest: when it was mailed (ISO 8601), or null where it is given back. */
export async function settleDigest(db: TenantDb, ids: readonly string[], mailedAtIso: string | null): Promise<void> {
  await db
    .updateTable('notifications')
    .set({ mailedAt: mailedAtIso, mailLeasedUntil: null })
    .where('id', '=', sql<string>`any(${sql.val([...ids])}::uuid[])`)
    .execute();
}

/** The address of somebody who signs in to an organisation; undefined where they do not (any more). As salescompass_directory. */
export async function findMemberAddress(
  directory: Db,
  input: { tenantId: string; userId: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ email: string }>`
    select u.email from auth."user" u join auth.member m on m."userId" = u.id
    where m."organizationId"::text = ${input.tenantId} and u.id::text = ${input.userId}`.execute(directory);
  return rows[0]?.email;
}
