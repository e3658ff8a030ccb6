import { sql, type RawBuilder } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { holdRow } from '../hold.ts';
import { formerResponse } from './history.ts';

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
  source?: string;
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
  if (filter.source) query = query.where('m.source', '=', filter.source);
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

/** One member by its own id, held for the transaction that changes it, or undefined. */
export async function findMemberForChange(
  db: TenantDb,
  campaignId: string,
  id: string,
): Promise<MemberRow | undefined> {
  // Held first and read then: a statement that waited for the row would look for the name of the status that it had before.
  await holdRow(db, 'campaign_members', id);
  return findMember(db, campaignId, id);
}

/** What a campaign's members are, in numbers. A lead that was converted is both a lead that was and the contact it is. */
export interface MemberSummary {
  members: number;
  responded: number;
  leads: number;
  converted: number;
  contacts: number;
  statuses: { id: string; name: string; members: number }[];
  sources: { source: string; members: number }[];
}

/** Counts the members: members = leads − converted + contacts. */
export async function summariseMembers(db: TenantDb, campaignId: string): Promise<MemberSummary> {
  const { rows } = await sql<MemberSummary>`
    with member as materialized (
      select m.status_id, m.source, m.has_responded, p.kind, p.kind = 'contact' and p.converted_at is not null as is_converted
      from campaign_members m join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
      where m.tenant_id = current_tenant() and m.campaign_id = ${campaignId})
    select count(*) as members, count(*) filter (where has_responded) as responded,
      count(*) filter (where kind = 'lead' or is_converted) as leads,
      count(*) filter (where is_converted) as converted,
      count(*) filter (where kind = 'contact') as contacts,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'members', n) order by s.position, s.name)
        from (select status_id, count(*) as n from member group by status_id) by_status
        join campaign_type_statuses s on s.tenant_id = current_tenant() and s.id = by_status.status_id), '[]') as statuses,
      coalesce((select jsonb_agg(jsonb_build_object('source', source, 'members', n) order by source)
        from (select source, count(*) as n from member group by source) by_source), '[]') as sources
    from member`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('an aggregate without groups always gives a row');
  return row;
}

const keyColumns = { personIds: 'id', emails: 'email_key', externalIds: 'external_id' } as const;

/** By which of their keys people are named in a bulk change. */
export type PersonKey = keyof typeof keyColumns;

/**
 * The people of the tenant among those that `keys` name (e-mail addresses as their key), by key. Who was erased is nobody; the external id of
 * a record that was merged into another is that of the other.
 */
export async function listKnownPeople(db: TenantDb, by: PersonKey, keys: string[]): Promise<Map<string, string>> {
  const column = sql.ref(keyColumns[by]);
  const type = by === 'personIds' ? sql`uuid` : sql`text`;
  const { rows } = await sql<{ id: string; key: string }>`
    select id, ${column}::text as key from people
    where tenant_id = current_tenant() and ${column} = any(${sql.val(keys)}::text[]::${type}[]) and erased_at is null`.execute(
    db,
  );
  const found = new Map(rows.map((row) => [row.key, row.id]));
  const left = by === 'externalIds' ? keys.filter((key) => !found.has(key)) : [];
  return left.length === 0 ? found : new Map([...found, ...(await listFormerIds(db, left))]);
}

async function listFormerIds(db: TenantDb, externalIds: string[]): Promise<[string, string][]> {
  const { rows } = await sql<{ id: string; key: string }>`
    select person_id as id, value as key from identities
    where tenant_id = current_tenant() and kind = 'user' and value = any(${sql.val(externalIds)}::text[]) and proven
      and person_id is not null`.execute(db);
  return rows.map(({ key, id }) => [key, id]);
}

/** A change of several members at once; `statusId` is one of the campaign's type. */
export interface MembersChange {
  campaignId: string;
  personIds: string[];
  statusId: string;
}

/**
 * Adds people as members, each with a line in the history; returns those who were not members before. Adding twice changes nothing.
 * `source`: how they came.
 */
export async function insertMembers(
  db: TenantDb,
  { campaignId, personIds, statusId, source }: MembersChange & { source: string },
): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string }>`
    with inserted as (
      insert into campaign_members (campaign_id, person_id, status_id, has_responded, first_responded_at, source)
      select ${campaignId}::uuid, p.id, s.id, s.responded,
        coalesce(${formerResponse(campaignId, sql`p.id`)}, case when s.responded then now() end), ${source}
      from unnest(${sql.val(personIds)}::uuid[]) wanted (id)
      join people p on p.tenant_id = current_tenant() and p.id = wanted.id and p.erased_at is null
      join campaign_type_statuses s on s.tenant_id = current_tenant() and s.id = ${statusId}::uuid
      on conflict (tenant_id, campaign_id, person_id) do nothing
      returning campaign_id, person_id, status_id),
    recorded as (${record('added', sql`inserted`)})
    select person_id as "personId" from inserted`.execute(db);
  return new Set(rows.map((row) => row.personId));
}

/** Lines of the history for rows with a person and a status, in the name of whoever `setChangedBy` named. */
function record(kind: 'added' | 'removed', rows: RawBuilder<unknown>) {
  const [from, to, response] =
    kind === 'added' ? [sql`null`, sql`s.name`, sql`null`] : [sql`s.name`, sql`null`, sql`m.first_responded_at`];
  return sql`
    insert into member_history
      (campaign_id, person_id, kind, from_status, to_status, first_responded_at, actor_kind, actor_name, cause)
    select m.campaign_id, m.person_id, ${kind}, ${from}, ${to}, ${response}::timestamptz,
      coalesce(who ->> 'kind', 'workflow'), coalesce(who ->> 'name', 'SalesCompass'), coalesce(who ->> 'cause', 'product')
    from ${rows} m
    join campaign_type_statuses s on s.tenant_id = current_tenant() and s.id = m.status_id
    cross join (select coalesce(nullif(current_setting('app.changed_by', true), '')::jsonb, '{}') as who) setting`;
}

/** Removes members; returns those who were. */
export async function deleteMembers(db: TenantDb, input: Omit<MembersChange, 'statusId'>): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string }>`
    with deleted as (
      delete from campaign_members
      where tenant_id = current_tenant() and campaign_id = ${input.campaignId} and person_id = any(${sql.val(input.personIds)}::uuid[])
      returning campaign_id, person_id, status_id, first_responded_at),
    recorded as (${record('removed', sql`deleted`)})
    select person_id as "personId" from deleted`.execute(db);
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
