import { sql } from 'kysely';
import type { Db } from '../../connection.ts';

/** What is known of a domain is asked again after this many days. */
const freshDays = 7;
/** Domains that are kept; the oldest knowledge goes first. */
const mostDomains = 100_000;

/** Who takes the mail of some domains, as far as it is known and fresh; null: the domain itself. */
export async function listProviders(db: Db, domains: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await db
    .selectFrom('mailProviders')
    .select(['domain', 'provider'])
    .where('domain', '=', sql<string>`any(${sql.val([...domains])}::text[])`)
    .where('lookedAt', '>', sql<Date>`now() - make_interval(days => ${freshDays})`)
    .execute();
  return new Map(rows.map(({ domain, provider }) => [domain, provider || null]));
}

/** What a joined `mail_providers.provider` says: nothing where nobody has asked, null where the domain takes its mail itself. Old knowledge is better than a name. */
export function hostedBy(provider: string | null): { hosted?: string | null } {
  return provider === null ? {} : { hosted: provider || null };
}

/** Keeps who takes the mail of a domain. */
export async function saveProvider(db: Db, domain: string, provider: string | null): Promise<void> {
  await db
    .insertInto('mailProviders')
    .values({ domain, provider: provider ?? '' })
    .onConflict((oc) => oc.column('domain').doUpdateSet({ provider: provider ?? '', lookedAt: sql<Date>`now()` }))
    .execute();
}

/** Forgets what was not asked for long, and what is too much. */
export async function deleteOldProviders(db: Db): Promise<void> {
  await sql`
    delete from mail_providers where looked_at < now() - make_interval(days => ${4 * freshDays})
      or domain in (select domain from mail_providers order by looked_at desc offset ${mostDomains})`.execute(db);
}
