import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

/** A member's row with the person and the status it is in. */
export interface MemberRow {
  id: string;
  personId: string;
  personKind: string;
  name: string;
  email: string | null;
  statusId: string;
  statusName: string;
  hasResponded: boolean;
  firstRespondedAt: Date | null;
  source: string;
  createdAt: Date;
}

/** What a list of members is narrowed by. */
export interface MemberFilter {
  statusId?: string;
  hasResponded?: boolean;
  q?: string;
}

function members(db: TenantDb, campaignId: string) {
  return db
    .selectFrom('campaignMembers as m')
    .innerJoin('people as p', (join) => join.onRef('p.tenantId', '=', 'm.tenantId').onRef('p.id', '=', 'm.personId'))
    .innerJoin('campaignTypeStatuses as s', (join) =>
      join.onRef('s.tenantId', '=', 'm.tenantId').onRef('s.id', '=', 'm.statusId'),
    )
    .select(['m.id', 'm.personId', 'p.kind as personKind', 'p.email', 'm.statusId', 's.name as statusName'])
    .select(['m.hasResponded', 'm.firstRespondedAt', 'm.source', 'm.createdAt'])
    .select(sql<string>`trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, ''))`.as('name'))
    .where('m.campaignId', '=', campaignId);
}

/** One page of a campaign's members in the order of people's ids; `after` is the last person of the page before. */
export function listMembers(
  db: TenantDb,
  input: { campaignId: string; filter: MemberFilter; after: string | null; limit: number },
): Promise<MemberRow[]> {
  const { filter, after } = input;
  let query = members(db, input.campaignId);
  if (filter.statusId) query = query.where('m.statusId', '=', filter.statusId);
  if (filter.hasResponded !== undefined) query = query.where('m.hasResponded', '=', filter.hasResponded);
  if (filter.q) {
    const term = filter.q.toLowerCase();
    query = query.where(sql<boolean>`(strpos(p.search_name, ${term}) > 0 or strpos(p.email_key, ${term}) > 0)`);
  }
  if (after) query = query.where('m.personId', '>', after);
  return query.orderBy('m.personId').limit(input.limit).execute();
}

/** One member by its own id, or undefined. */
export function findMember(db: TenantDb, campaignId: string, id: string): Promise<MemberRow | undefined> {
  return members(db, campaignId).where('m.id', '=', id).executeTakeFirst();
}

/** The ids among `personIds` that are people of the tenant. */
export async function listKnownPeople(db: TenantDb, personIds: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from people where tenant_id = current_tenant() and id = any(${sql.val(personIds)}::uuid[])`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** A change of several members at once; `statusId` is one of the campaign's type. */
export interface MembersChange {
  campaignId: string;
  personIds: string[];
  statusId: string;
}

/** Adds people as members; returns those who were not members before. Adding twice changes nothing. */
export async function insertMembers(
  db: TenantDb,
  { campaignId, personIds, statusId }: MembersChange,
): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string }>`
    insert into campaign_members (campaign_id, person_id, status_id, has_responded, first_responded_at, source)
    select ${campaignId}::uuid, person_id, s.id, s.responded, case when s.responded then now() end, 'manual'
    from unnest(${sql.val(personIds)}::uuid[]) as wanted (person_id)
    join campaign_type_statuses s on s.tenant_id = current_tenant() and s.id = ${statusId}
    on conflict (tenant_id, campaign_id, person_id) do nothing
    returning person_id as "personId"`.execute(db);
  return new Set(rows.map((row) => row.personId));
}

/** Removes members; returns those who were. */
export async function deleteMembers(db: TenantDb, input: Omit<MembersChange, 'statusId'>): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string }>`
    delete from campaign_members
    where tenant_id = current_tenant() and campaign_id = ${input.campaignId} and person_id = any(${sql.val(input.personIds)}::uuid[])
    returning person_id as "personId"`.execute(db);
  return new Set(rows.map((row) => row.personId));
}

/**
 * Sets the status of members; returns those whose status moved. The status drives `has_responded`; the date of the first
 * response is set once and never moves.
 */
export async function markMembers(
  db: TenantDb,
  { campaignId, personIds, statusId }: MembersChange,
): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string }>`
    update campaign_members m
    set status_id = s.id, has_responded = s.responded, updated_at = now(),
      first_responded_at = case when s.responded then coalesce(m.first_responded_at, now()) else m.first_responded_at end
    from campaign_type_statuses s
    where m.tenant_id = current_tenant() and m.campaign_id = ${campaignId} and m.person_id = any(${sql.val(personIds)}::uuid[])
      and s.tenant_id = m.tenant_id and s.id = ${statusId} and m.status_id <> s.id
    returning m.person_id as "personId"`.execute(db);
  return new Set(rows.map((row) => row.personId));
}

/** Which of these people are members. */
export async function listMemberPeople(db: TenantDb, campaignId: string, personIds: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string }>`
    select person_id as "personId" from campaign_members
    where tenant_id = current_tenant() and campaign_id = ${campaignId} and person_id = any(${sql.val(personIds)}::uuid[])`.execute(
    db,
  );
  return new Set(rows.map((row) => row.personId));
}
