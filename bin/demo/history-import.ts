import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantDb } from '../../db/connection.ts';
import { insertAttribute } from '../../db/queries/attributes.ts';
import { writeRemarks } from '../../db/queries/imports/remarks.ts';
import type { AttributeInput } from '../../domain/attributes/attribute.ts';
import { ImportMapping } from '../../domain/imports/mapping.ts';
import type { DemoTeam } from './history.ts';

const attributes: readonly AttributeInput[] = [
  { key: 'plan', label: 'Plan', type: 'text' },
  { key: 'seats', label: 'Seats', type: 'number' },
  { key: 'renewalDate', label: 'Renewal', type: 'date' },
];

/** Rows that were not taken as they are, and why. */
const remarks = [
  { row: 41, field: 'E-mail', severity: 'error', reason: 'is not an e-mail address', value: 'accounts(at)alder' },
  { row: 87, field: 'Renewal', severity: 'error', reason: 'is not a date', value: 'end of Q3' },
  {
    row: 112,
    field: 'E-mail',
    severity: 'warning',
    reason: 'is the same as in row 24',
    value: 'person24@people.example',
  },
] as const;

const fileBytes = 18_432;

/** What the organisation keeps of its customers beside what everybody keeps, and the file from its CRM by which it came. */
export async function seedImport(db: TenantDb, { manager }: Pick<DemoTeam, 'manager'>): Promise<void> {
  const made = [];
  for (const attribute of attributes) made.push(await insertAttribute(db, attribute));
  const [plan, seats, renewal] = made.map(({ slot }) => sql.ref(slot));
  const id = uuidv7();
  const columns = ['E-mail', 'Plan', 'Seats', 'Renewal'];
  const fields = columns.map((column, place) => ({
    column,
    to: place === 0 ? ('email' as const) : `attributes.${attributes[place - 1]!.key}`,
  }));
  // Files are kept for 30 days: this one is gone by now.
  await db
    .insertInto('imports')
    .values({
      ...{ id, entity: 'people', fileName: 'crm-plans.csv', fileBytes, createdBy: manager.name },
      mapping: JSON.parse(JSON.stringify(ImportMapping.parse({ fields, kind: 'contact' }))),
      format: JSON.parse(JSON.stringify({ encoding: 'utf-8', bom: 0, delimiter: ',', header: true, columns })),
    })
    .execute();
  const { rows } = await sql`
    insert into person_attributes (person_id, ${plan}, ${seats}, ${renewal})
    select id, (array['Team', 'Business', 'Business', 'Enterprise'])[1 + abs(hashtext('plan' || external_id)) % 4],
      5 * (1 + abs(hashtext('seats' || external_id)) % 40), current_date + abs(hashtext('renewal' || external_id)) % 365
    from people where tenant_id = current_tenant() and kind = 'contact' returning 1`.execute(db);
  await writeRemarks(
    db,
    id,
    remarks.map((remark) => ({ ...remark, emailKey: remark.severity === 'warning' ? remark.value : null })),
  );
  const rejected = remarks.filter(({ severity }) => severity === 'error').length;
  const warnings = remarks.length - rejected;
  const read = rows.length + rejected + warnings;
  await sql`
    update imports set status = 'completed', bytes_read = file_bytes, rows_read = ${read}, rows_updated = ${rows.length},
      rows_rejected = ${rejected}, rows_duplicate = ${warnings}, warnings = ${warnings},
      created_at = now() - interval '40 days', started_at = now() - interval '40 days',
      finished_at = now() - interval '40 days' + interval '3 seconds'
    where tenant_id = current_tenant() and id = ${id}`.execute(db);
  await sql`
    update attribute_definitions set created_at = now() - interval '40 days' where tenant_id = current_tenant()`.execute(
    db,
  );
}
