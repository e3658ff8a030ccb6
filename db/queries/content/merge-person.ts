import { sql } from 'kysely';
import type { MergeData } from '../../../domain/content/merge-data.ts';
import type { TenantDb } from '../../connection.ts';
import type { AttributeValues } from '../people/merge-attributes.ts';

/** One person as merge fields see them, or undefined. */
export async function findMergePerson(db: TenantDb, personId: string): Promise<MergeData['person'] | undefined> {
  const person = await db
    .selectFrom('people')
    .select([
      'firstName',
      'lastName',
      'email',
      'company',
      'jobTitle',
      'phone',
      'street',
      'city',
      'region',
      'postalCode',
      'country',
    ])
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!person) return undefined;
  const definitions = await db.selectFrom('attributeDefinitions').select(['key', 'slot']).execute();
  const { rows } = await sql<{ slots: AttributeValues }>`
    select jsonb_strip_nulls(to_jsonb(a)) as slots from person_attributes a
    where a.tenant_id = current_tenant() and a.person_id = ${personId}`.execute(db);
  const slots = rows[0]?.slots ?? {};
  return { ...person, attributes: Object.fromEntries(definitions.map(({ key, slot }) => [key, slots[slot] ?? null])) };
}
