import type { OutboxSql } from '../outbox/lease.ts';

/** A person's own attributes by key, for merging; times as ISO 8601. */
export type AttributeValues = Record<string, string | number | boolean | null>;

/**
 * The attributes of the people some messages are for, by message. Slots are read as one JSON row and named by the tenant's definitions; who
 * has none has all of them empty, because Liquid takes `size` of what lacks it for how many there are.
 */
export async function listMergeAttributes(sql: OutboxSql, messageIds: string[]): Promise<Map<string, AttributeValues>> {
  const [definitions, rows] = await Promise.all([
    sql<
      { key: string; slot: string }[]
    >`select key, slot from attribute_definitions where tenant_id = current_tenant()`,
    sql<{ messageId: string; slots: AttributeValues | null }[]>`
      select m.id as "messageId", jsonb_strip_nulls(to_jsonb(a)) as slots
      from messages m
      left join person_attributes a on a.tenant_id = m.tenant_id and a.person_id = m.person_id
      where m.tenant_id = current_tenant() and m.id = any(${messageIds}::uuid[])`,
  ]);
  return new Map(
    rows.map(({ messageId, slots }) => [
      messageId,
      Object.fromEntries(definitions.map(({ key, slot }) => [key, slots?.[slot] ?? null])),
    ]),
  );
}
