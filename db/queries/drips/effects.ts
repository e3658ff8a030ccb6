import { sql } from 'kysely';
import type { AttributeType } from '../../../domain/attributes/attribute.ts';
import type { TenantDb } from '../../connection.ts';
import { formerResponse } from '../members/history.ts';

/** An attribute with the column that holds it; undefined where the tenant has none of this key. */
export async function findSlot(db: TenantDb, key: string): Promise<{ slot: string; type: AttributeType } | undefined> {
  const row = await db
    .selectFrom('attributeDefinitions')
    .select(['slot', 'type'])
    .where('key', '=', key)
    .executeTakeFirst();
  return row && { slot: row.slot, type: row.type as AttributeType };
}

const castOf: Record<AttributeType, ReturnType<typeof sql>> = {
  text: sql`text`,
  number: sql`double precision`,
  boolean: sql`boolean`,
  date: sql`timestamptz`,
};

/** Sets one attribute of some people. */
export async function setAttribute(
  db: TenantDb,
  input: { personIds: readonly string[]; slot: string; type: AttributeType; value: unknown },
): Promise<void> {
  const column = sql.ref(input.slot);
  const value = input.value === null ? sql`null` : sql`${String(input.value)}::text`;
  await sql`
    insert into person_attributes (person_id, ${column})
    select id, ${value}::${castOf[input.type]} from people
    where tenant_id = current_tenant() and id = any(${sql.val([...input.personIds])}::uuid[]) order by id
    on conflict (tenant_id, person_id) do update set ${column} = excluded.${column}`.execute(db);
}

/** The dates of some people in one of their attributes, as ISO 8601; people without one are missing. */
export async function listDates(
  db: TenantDb,
  input: { personIds: readonly string[]; slot: string },
): Promise<Map<string, string>> {
  const column = sql.ref(input.slot);
  const { rows } = await sql<{ personId: string; value: Date }>`
    select person_id, ${column} as value from person_attributes
    where tenant_id = current_tenant() and person_id = any(${sql.val([...input.personIds])}::uuid[]) and ${column} is not null`.execute(
    db,
  );
  return new Map(rows.map(({ personId, value }) => [personId, value.toISOString()]));
}

/** Makes people members of a campaign in a status of its type, or moves them to it. False where its type has no such status. */
export async function setMemberStatus(
  db: TenantDb,
  input: { campaignId: string; personIds: readonly string[]; statusId: string; nowIso: string },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    select s.id from campaign_type_statuses s
    join campaigns c on c.tenant_id = s.tenant_id and c.campaign_type_id = s.campaign_type_id
    where s.tenant_id = current_tenant() and s.id = ${input.statusId} and c.id = ${input.campaignId}`.execute(db);
  if (rows.length === 0) return false;
  await sql`
    insert into campaign_members as m (campaign_id, person_id, status_id, has_responded, first_responded_at, source)
    select ${input.campaignId}::uuid, w.person_id, s.id, s.responded,
      coalesce(${formerResponse(input.campaignId, sql`w.person_id`)}, case when s.responded then ${input.nowIso}::timestamptz end), 'drip'
    from unnest(${sql.val([...input.personIds])}::uuid[]) as w (person_id)
    join campaign_type_statuses s on s.tenant_id = current_tenant() and s.id = ${input.statusId}
    order by w.person_id
    on conflict (tenant_id, campaign_id, person_id) do update
    set status_id = excluded.status_id, has_responded = excluded.has_responded, updated_at = now(),
      first_responded_at = coalesce(m.first_responded_at, excluded.first_responded_at)
    where m.status_id <> excluded.status_id`.execute(db);
  return true;
}
