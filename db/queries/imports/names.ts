import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** The accounts of these names: by the id in another system, by their domain, by their name; of several the oldest. */
async function findAccountsByNames(db: TenantDb, names: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; id: string }>`
    with w as (
      select name, lower(name) as folded, regexp_replace(lower(name), '^(https?://)?(www\\.)?|/.*$', '', 'g') as domain
      from unnest(${sql.val([...names])}::text[]) as g (name)),
    hits as (
      select w.name, 1 as rank, a.id from w join accounts a on a.tenant_id = current_tenant() and a.external_id = w.name
      union all
      select w.name, 2, a.id from w join accounts a on a.tenant_id = current_tenant() and lower(a.domain) = w.domain
      union all
      select w.name, 3, a.id from w join accounts a on a.tenant_id = current_tenant() and lower(a.name) = w.folded)
    select distinct on (name) name, id from hits order by name, rank, id`.execute(db);
  return new Map(rows.map(({ name, id }) => [name, id]));
}

/** The campaigns of these names: by utm_id, by id, by name; of several the oldest. */
async function findCampaignsByNames(db: TenantDb, names: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; id: string }>`
    with w as (select name from unnest(${sql.val([...names])}::text[]) as g (name)),
    hits as (
      select w.name, 1 as rank, c.id from w join campaigns c on c.tenant_id = current_tenant() and c.utm_id = w.name
      union all
      select w.name, 2, c.id from w join campaigns c on c.tenant_id = current_tenant() and c.id::text = w.name
      union all
      select w.name, 3, c.id from w join campaigns c on c.tenant_id = current_tenant() and lower(c.name) = lower(w.name))
    select distinct on (name) name, id from hits order by name, rank, id`.execute(db);
  return new Map(rows.map(({ name, id }) => [name, id]));
}

/** What names stand for, as it is learned while a file is read. */
interface LearnedNames {
  account: Map<string, string>;
  campaign: Map<string, string>;
  owner: Map<string, string | null>;
}

/** Learns those of these names that are not known yet; owners are known by their name in small letters. */
export async function learnNames(
  db: TenantDb,
  names: Record<keyof LearnedNames, string[]>,
  known: LearnedNames,
): Promise<void> {
  const accounts = names.account.filter((name) => !known.account.has(name));
  const campaigns = names.campaign.filter((name) => !known.campaign.has(name));
  if (accounts.length > 0)
    for (const [name, id] of await findAccountsByNames(db, accounts)) known.account.set(name, id);
  if (campaigns.length > 0)
    for (const [name, id] of await findCampaignsByNames(db, campaigns)) known.campaign.set(name, id);
  for (const name of names.owner) {
    const id = known.owner.get(name.toLowerCase());
    if (id !== undefined) known.owner.set(name, id);
  }
}
