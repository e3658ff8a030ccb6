import { sql, type RawBuilder } from 'kysely';
import { hygieneIn, roleNames, type Hygiene, type HygieneKind } from '../../../domain/deliverability/hygiene.ts';
import type { TenantDb } from '../../connection.ts';

/** People with an address that may be written to as far as it is known. */
const reachable = sql`
  people p where p.tenant_id = current_tenant() and p.email_key is not null and p.erased_at is null
    and not exists (select from suppressions s where s.tenant_id = p.tenant_id and s.address_hash = p.email_hash)`;

/** Whether the address of a person (`p`) is one of a role. */
export const isRole = sql`split_part(p.email_key, '@', 1) = any(${sql.val([...roleNames])}::text[])`;

/** Looks through the addresses of everybody who could be written to. */
export async function readHygiene(db: TenantDb): Promise<Hygiene> {
  const { rows } = await sql<{ domain: string; people: number; roles: number }>`
    select p.email_domain as domain, count(*)::int as people, count(*) filter (where ${isRole})::int as roles
    from ${reachable} group by 1 order by 2 desc, 1`.execute(db);
  return hygieneIn(rows);
}

async function peopleOf(db: TenantDb, kind: HygieneKind): Promise<RawBuilder<unknown>> {
  if (kind === 'role') return isRole;
  const domains = (await readHygiene(db))[kind].domains.map(({ domain }) => domain);
  return sql`p.email_domain = any(${sql.val(domains)}::text[])`;
}

/** Suppresses the addresses of a kind under one source, by which it can be taken back; returns how many there were. */
export async function suppressKind(
  db: TenantDb,
  { kind, source }: { kind: HygieneKind; source: string },
): Promise<number> {
  const which = await peopleOf(db, kind);
  const { rows } = await sql`
    insert into suppressions (address_hash, email, reason, source)
    select p.email_hash, p.email_key, 'manual', ${source} from ${reachable} and ${which} order by p.id
    on conflict (tenant_id, address_hash) do nothing returning 1`.execute(db);
  return rows.length;
}

/** Takes such a suppression back; what became graver since stays. Returns how many. */
export async function liftKind(db: TenantDb, source: string): Promise<number> {
  const { rows } = await sql`
    delete from suppressions where tenant_id = current_tenant() and reason = 'manual' and source = ${source} returning 1`.execute(
    db,
  );
  return rows.length;
}

/** Puts the people of a kind on a list; returns how many there are. */
export async function listKind(db: TenantDb, { kind, listId }: { kind: HygieneKind; listId: string }): Promise<number> {
  const which = await peopleOf(db, kind);
  const { rows } = await sql`
    insert into list_people (list_id, person_id) select ${listId}::uuid, p.id from ${reachable} and ${which}
    on conflict do nothing returning 1`.execute(db);
  return rows.length;
}
