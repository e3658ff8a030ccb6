import type { OutboxSql } from './outbox-lease.ts';

/** A person's own attributes by key, for merging; times as ISO 8601. */
export type AttributeValues = Record<string, string | number | boolean | null>;

/** The attributes of some people. Slots are read as one JSON row and named by the tenant's definitions. */
export async function listMergeAttributes(sql: OutboxSql, personIds: string[]): Promise<Map<string, AttributeValues>> {
  const [definitions, rows] = await Promise.all([
    sql<
      { key: string; slot: string }[]
    >`select key, slot from attribute_definitions where tenant_id = current_tenant()`,
    sql<{ personId: string; slots: AttributeValues }[]>`
      select person_id as "personId", jsonb_strip_nulls(to_jsonb(a)) as slots
      from person_attributes a where a.tenant_id = current_tenant() and a.person_id = any(${personIds}::uuid[])`,
  ]);
  return new Map(
    rows.map(({ personId, slots }) => [
      personId,
      Object.fromEntries(definitions.map(({ key, slot }) => [key, slots[slot] ?? null])),
    ]),
  );
}
