import type postgres from 'postgres';

/** A column as the catalog describes it; `check` is the text of the check constraints that mention it. */
export interface CatalogColumn {
  name: string;
  type: string;
  isRequired: boolean;
  /** Has a default, is generated or counts by itself. */
  fillsItself: boolean;
  isGenerated: boolean;
  checks: string;
}

/** A table that holds tenants' rows. */
export interface TenantTable {
  name: string;
  columns: CatalogColumn[];
  primaryKey: string[];
}

/** An id of another system that every tenant has a row of. */
export const sharedExternalId = 'erp-4711';

/** A holiday that every tenant has. */
export const sharedHoliday = '2026-01-15';

type Sql = postgres.Sql<{ bigint: number }>;

/** Every table with a tenant_id, straight from the catalog; partitions are reached through their parent and left out. */
export async function listTenantTables(sql: Sql): Promise<TenantTable[]> {
  const rows = await sql<{ name: string; columns: CatalogColumn[]; primaryKey: string[] }[]>`
    select c.relname as name,
      (select json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'isRequired', a.attnotnull,
          'fillsItself', a.atthasdef or a.attidentity <> '', 'isGenerated', a.attgenerated <> '' or a.attidentity <> '',
          'checks', coalesce((select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k
                              where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)), '')) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select array_agg(a.attname::text) from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
        where k.conrelid = c.oid and k.contype = 'p') as "primaryKey"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema', 'auth') and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
    order by c.relname`;
  return rows.map((row) => ({ ...row, primaryKey: row.primaryKey ?? [] }));
}

/** The ids of the rows that were made, by table; tables without an id have none. */
export type MadeIds = Record<string, string>;

/**
 * One row of `tenantId` in every table, made up from the catalog: foreign keys are not looked at, so ids are shared by name
 * (`people.id` is also every `person_id`), and free text says `marker`, so that it is known again wherever it turns up.
 */
export async function fillEveryTable(sql: Sql, input: { tenantId: string; marker: string }): Promise<MadeIds> {
  const tables = await listTenantTables(sql);
  const ids: MadeIds = {};
  for (const { name } of tables) ids[name] = (await sql<{ id: string }[]>`select uuidv7() as id`)[0]?.id ?? '';
  await sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    for (const table of tables.filter(({ name }) => name !== 'tenants')) {
      const columns = table.columns.filter((column) => !column.isGenerated && isWanted(column));
      const values = columns.map((column) => madeUp(column, { ...input, table: table.name, ids }));
      const names = columns.map(({ name }) => `"${name}"`).join(', ');
      const slots = columns.map(({ type }, index) => `$${index + 1}::text::${type}`).join(', ');
      try {
        await sql.unsafe(`insert into "${table.name}" (${names}) values (${slots})`, values);
      } catch (error) {
        throw new Error(`no row could be made up for ${table.name}: ${String(error)}`, { cause: error });
      }
    }
  });
  return ids;
}

/** Required columns, ids that point somewhere, and free text that may carry the marker. */
function isWanted({ name, type, isRequired, fillsItself, checks }: CatalogColumn): boolean {
  if (name === 'tenant_id' || name === 'id') return true;
  if (type === 'uuid') return !checks;
  if (type === 'text' && !checks) return true;
  return isRequired && !fillsItself;
}

/** Columns whose text means something to the product; the external id is the same for all tenants, as it may well be. */
const meaningful: Record<string, string> = {
  slot: 'text01',
  external_id: sharedExternalId,
  local_start: '2026-01-15T09:00',
  rule: JSON.stringify({ kind: 'field', field: 'person.country', test: { op: 'isKnown' } }),
};

function madeUp(column: CatalogColumn, row: { tenantId: string; marker: string; table: string; ids: MadeIds }): string {
  const { name, type, checks } = column;
  if (name === 'tenant_id') return row.tenantId;
  const meant = meaningful[name];
  if (meant !== undefined) return meant;
  const literal = /'([^']+)'::text/.exec(checks)?.[1];
  if (type === 'uuid')
    return name === 'id' ? (row.ids[row.table] ?? '') : (row.ids[tableOf(name)] ?? row.ids.tenants ?? '');
  if (type.endsWith('[]')) return '{}';
  if (/^(text|character)/.test(type))
    return type.startsWith('character') ? 'EUR' : (literal ?? textFor(name, row.marker));
  if (/^(integer|bigint|smallint|numeric|double|real)/.test(type)) return '1';
  if (type === 'boolean') return 'false';
  if (type === 'bytea') return `\\x${'ab'.repeat(32)}`;
  if (type.startsWith('json')) return '{}';
  if (type.startsWith('timestamp') || type === 'date') return '2026-01-15T12:00:00Z';
  if (type.startsWith('time')) return '12:00';
  throw new Error(`no made-up value for the type ${type} of ${row.table}.${name}`);
}

function textFor(name: string, marker: string): string {
  return /email|address$/.test(name) ? `${marker}@example.test` : marker;
}

/** person_id → people, campaign_type_id → campaign_types, account_id → accounts */
export function tableOf(idColumn: string): string {
  const word = idColumn.replace(/_id$/, '');
  const irregular: Record<string, string> = {
    person: 'people',
    member: 'campaign_members',
    source: 'broadcasts',
    message: 'messages',
    item: 'nurture_items',
    position: 'drip_positions',
    share: 'report_shares',
    refund: 'opportunity_refunds',
    delivery: 'webhook_deliveries',
    stage: 'opportunity_stages',
    primary_campaign: 'campaigns',
    source_campaign: 'campaigns',
  };
  return irregular[word] ?? `${word.replace(/y$/, 'ie').replace(/(ch|s)$/, '$1e')}s`;
}

/** A fingerprint of everything that a tenant has, table by table. */
export async function fingerprint(sql: Sql, tenantId: string): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const { name } of await listTenantTables(sql)) {
    const [row] = await sql.unsafe<{ print: string }[]>(
      `select coalesce(md5(string_agg(t::text, e'\\n' order by t::text)), 'none') as print from "${name}" t where tenant_id = $1`,
      [tenantId],
    );
    prints[name] = row?.print ?? '';
  }
  return prints;
}
