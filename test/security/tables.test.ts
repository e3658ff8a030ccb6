import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/connection.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fillEveryTable, fingerprint, listTenantTables, type TenantTable } from './every-table.ts';

/** Tables without a tenant, each for a reason. */
const installationTables = {
  installation: 'one row for the whole installation',
  installation_log: 'what installation operators did',
  schema_migrations: 'what was applied',
  kysely_migration_lock: 'so that two processes do not migrate at once',
  token_buckets: 'rates of receiving providers, shared by all tenants',
  smtp_routes: 'mail servers that mail goes out through',
  smtp_route_days: 'what each of them took on a day',
  mail_providers: 'who takes the mail of receiving domains, as DNS says',
  time_zones: 'the names of zones that this server knows',
};

let database: TestDatabase;
let app: Database;
let tables: TenantTable[];
const [ours, theirs] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  const { sql } = database.owner;
  tables = await listTenantTables(sql);
  for (const id of [ours, theirs]) {
    await sql`insert into tenants (tenant_id, name) values (${id}, 'walked')`;
    await fillEveryTable(sql, { tenantId: id, marker: `marker-${id}` });
  }
});
afterAll(() => database.drop());

/** Runs as the application within a tenant (or none) and takes back what was done. */
async function attempt(
  tenantId: string | null,
  statement: string,
  values: string[] = [],
): Promise<{ count: number; code: string | null }> {
  let result = { count: -1, code: null as string | null };
  await app.sql
    .begin(async (sql) => {
      if (tenantId !== null) await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
      try {
        result = { count: (await sql.unsafe(statement, values)).count, code: null };
      } catch (error) {
        result = { count: 0, code: (error as { code: string }).code };
      }
      throw new Error('take it back');
    })
    .catch(() => {});
  return result;
}

describe('row-level security', () => {
  it('is enabled, forced and has a policy on every table with a tenant_id', async () => {
    expect(tables.length).toBeGreaterThan(25);
    const rows = await database.owner.sql<{ name: string; isOn: boolean; policies: number }[]>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as "isOn", count(p.polname)::int as policies
      from pg_class c left join pg_policy p on p.polrelid = c.oid
      where c.relname = any(${tables.map(({ name }) => name)}) and c.relnamespace = 'public'::regnamespace group by 1, 2`;
    expect(rows.filter(({ isOn, policies }) => !isOn || policies < 1)).toEqual([]);
  });

  it('covers every table: one without a tenant_id is on the list of those that need none', async () => {
    const rows = await database.owner.sql<{ name: string }[]>`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')`;
    expect(rows.map(({ name }) => name).filter((name) => !(name in installationTables))).toEqual([]);
  });

  it('shows no row of any table where no tenant is set', async () => {
    for (const { name } of tables)
      expect([name, (await attempt(null, `select 1 from "${name}"`)).count]).toEqual([name, 0]);
  });

  it('shows the rows of the tenant that is set, and no others', async () => {
    for (const { name } of tables) {
      expect([name, (await attempt(ours, `select 1 from "${name}"`)).count]).toEqual([name, 1]);
      expect([name, (await attempt(ours, `select 1 from "${name}" where tenant_id = $1`, [theirs])).count]).toEqual([
        name,
        0,
      ]);
    }
  });

  it('lets nobody change or delete rows of another tenant', async () => {
    const before = await fingerprint(database.owner.sql, theirs);
    for (const { name } of tables) {
      const update = await attempt(ours, `update "${name}" set tenant_id = tenant_id where tenant_id = $1`, [theirs]);
      const remove = await attempt(ours, `delete from "${name}" where tenant_id = $1`, [theirs]);
      expect([name, update.count, remove.count]).toEqual([name, 0, 0]);
    }
    expect(await fingerprint(database.owner.sql, theirs)).toEqual(before);
  });

  it('lets nobody write rows for another tenant, nor move one there', async () => {
    for (const table of tables) {
      const columns = table.columns.filter(({ isGenerated }) => !isGenerated).map(({ name }) => `"${name}"`);
      const values = columns.map((name) => (name === '"tenant_id"' ? '$1::text::uuid' : name)).join(', ');
      const insert = await attempt(
        ours,
        `insert into "${table.name}" (${columns.join(', ')}) select ${values} from "${table.name}"`,
        [theirs],
      );
      const move = await attempt(ours, `update "${table.name}" set tenant_id = $1`, [theirs]);
      expect([table.name, insert.code, move.code]).toEqual([table.name, '42501', '42501']);
    }
  });

  it('keeps the audit log append-only', async () => {
    expect((await attempt(ours, `update audit_log set action = 'x'`)).code).toBe('42501');
    expect((await attempt(ours, `delete from audit_log`)).code).toBe('42501');
    expect((await attempt(ours, `delete from installation_log`)).code).toBe('42501');
  });
});

describe('the roles of the processes', () => {
  const roles = ['salescompass_app', 'salescompass_auth', 'salescompass_directory', 'salescompass_importer'];

  it('own nothing, bypass nothing and belong to no other role', async () => {
    const { sql } = database.owner;
    const attributes = await sql`
      select rolname from pg_roles where rolname = any(${roles}) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`;
    const owned = await sql`
      select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = any(${roles})
      union all select p.proname from pg_proc p join pg_roles r on r.oid = p.proowner where r.rolname = any(${roles})
      union all select n.nspname from pg_namespace n join pg_roles r on r.oid = n.nspowner where r.rolname = any(${roles})`;
    const memberships = await sql`
      select m.roleid from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = any(${roles})`;
    expect([attributes.length, owned.length, memberships.length]).toEqual([0, 0, 0]);
  });

  it('cannot reach a partition past its parent, nor make anything in a schema', async () => {
    const { sql } = database.owner;
    const open = await sql`
      select c.relname, r.role from pg_class c, unnest(${roles}::text[]) as r(role)
      where c.relispartition and has_table_privilege(r.role, c.oid, 'select, insert, update, delete, truncate')`;
    const creators = await sql`
      select n.nspname, r.role from pg_namespace n, unnest(${roles}::text[]) as r(role)
      where n.nspname in ('public', 'auth') and has_schema_privilege(r.role, n.oid, 'create')`;
    expect([[...open], [...creators]]).toEqual([[], []]);
  });

  it('keep sign-in data from the application: no role but its own reads a hash, a session or a key', async () => {
    const { sql } = database.owner;
    const open = await sql<{ at: string }[]>`
      select c.relname || '.' || a.attname || ' by ' || r.role as at
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0, unnest(${roles}::text[]) as r(role)
      where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r' and r.role <> 'salescompass_auth'
        and has_column_privilege(r.role, c.oid, a.attnum, 'select, insert, update')`;
    const allowed = ['user.id', 'user.name', 'user.email', 'member.userId', 'member.organizationId', 'member.role'].map(
      (column) => `${column} by salescompass_directory`,
    );
    expect(open.map(({ at }) => at).filter((at) => !allowed.includes(at))).toEqual([]);
    expect((await attempt(ours, 'select password from auth.account')).code).toBe('42501');
  });

  it('give the directory the list of tenants and not what they have', async () => {
    const directory = database.open('salescompass_directory');
    expect(
      (await directory.sql`select tenant_id, number, name from tenants where tenant_id in (${ours}, ${theirs})`).length,
    ).toBe(2);
    await expect(directory.sql`select postal_address from tenants`).rejects.toMatchObject({ code: '42501' });
    await expect(directory.sql`select email from people`).rejects.toMatchObject({ code: '42501' });
  });

  it('give sign-in no tenant data but the audit log to add to', async () => {
    const { sql } = database.owner;
    const rights = await sql<{ at: string }[]>`
      select c.relname || ' ' || p.privilege as at
      from pg_class c, unnest(array['select', 'insert', 'update', 'delete']) as p(privilege)
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and has_table_privilege('salescompass_auth', c.oid, p.privilege)`;
    expect(rights.map(({ at }) => at)).toEqual(['audit_log insert']);
  });
});
