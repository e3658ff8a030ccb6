import {
  freeSlot,
  slotCounts,
  type Attribute,
  type AttributeInput,
  type AttributeType,
  type SlottedAttribute,
} from '../../domain/attributes/attribute.ts';
import { DomainError } from '../../domain/errors.ts';
import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';
import { holdRow } from './hold.ts';

/** A tenant's attributes with the columns that hold them, in the order in which they were made. */
export async function listAttributes(db: TenantDb): Promise<(Attribute & SlottedAttribute)[]> {
  const rows = await db.selectFrom('attributeDefinitions').selectAll().orderBy('createdAt').orderBy('id').execute();
  return rows.map(({ id, key, label, type, slot, createdAt }) => ({
    id,
    key,
    label,
    type: type as AttributeType,
    slot,
    createdAt: createdAt.toISOString(),
  }));
}

/** Makes an attribute in the first free column of its type. A taken key, or no free column, is a conflict. */
export async function insertAttribute(
  db: TenantDb,
  input: AttributeInput & { id?: string },
): Promise<Attribute & SlottedAttribute> {
  // One at a time in a tenant, or two would choose the same column.
  await sql`select pg_advisory_xact_lock(hashtextextended('attributes ' || current_tenant(), 0))`.execute(db);
  const existing = await listAttributes(db);
  if (existing.some((attribute) => attribute.key === input.key)) {
    throw new DomainError('conflict', `There is an attribute "${input.key}" already.`, [
      { path: 'key', code: 'taken', message: 'is in use' },
    ]);
  }
  const slot = freeSlot(input.type, new Set(existing.map((attribute) => attribute.slot)));
  if (!slot)
    throw new DomainError(
      'conflict',
      `All attributes of the type ${input.type} are in use. Delete one that is not needed.`,
    );
  const row = await db
    .insertInto('attributeDefinitions')
    .values({ ...(input.id ? { id: input.id } : {}), key: input.key, label: input.label, type: input.type, slot })
    .returning(['id', 'createdAt'])
    .executeTakeFirstOrThrow();
  return { ...input, id: row.id, slot, createdAt: row.createdAt.toISOString() };
}

/** One attribute, held for the transaction that changes it; undefined where there is none with this id. */
export async function findAttributeForChange(db: TenantDb, id: string): Promise<Attribute | undefined> {
  await holdRow(db, 'attribute_definitions', id);
  return findAttribute(db, id);
}

/** One attribute as it is shown, or undefined. */
export async function findAttribute(db: TenantDb, id: string): Promise<Attribute | undefined> {
  const found = (await listAttributes(db)).find((attribute) => attribute.id === id);
  if (!found) return undefined;
  const { slot: _slot, ...attribute } = found;
  return attribute;
}

/** Gives an attribute another label. */
export async function markAttributeLabel(db: TenantDb, id: string, label: string): Promise<void> {
  await db.updateTable('attributeDefinitions').set({ label }).where('id', '=', id).execute();
}

/** Deletes an attribute and everybody's value of it, so that the column can be used again. */
export async function deleteAttribute(db: TenantDb, id: string): Promise<SlottedAttribute | undefined> {
  const row = await db
    .deleteFrom('attributeDefinitions')
    .where('id', '=', id)
    .returning(['key', 'type', 'slot'])
    .executeTakeFirst();
  if (!row) return undefined;
  const column = sql.ref(row.slot);
  await sql`update person_attributes set ${column} = null where tenant_id = current_tenant() and ${column} is not null`.execute(
    db,
  );
  await sql`delete from person_field_changes where tenant_id = current_tenant() and field = ${row.slot}`.execute(db);
  return { key: row.key, type: row.type as AttributeType, slot: row.slot };
}

/** Every column that an attribute may have. */
export const slotNames: readonly string[] = (Object.keys(slotCounts) as AttributeType[]).flatMap((type) =>
  Array.from({ length: slotCounts[type] }, (_, index) => `${type}${String(index + 1).padStart(2, '0')}`),
);
