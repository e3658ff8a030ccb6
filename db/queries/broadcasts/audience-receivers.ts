import { sql } from 'kysely';
import { sunsetRule } from '../../../domain/deliverability/sunset.ts';
import type { TenantDb } from '../../connection.ts';
import { audienceRows, type AudienceInput } from './audience.ts';
import { isRole } from '../deliverability/list-hygiene.ts';
import { hostedBy } from '../deliverability/mail-providers.ts';
import { loadRuleContext } from '../segments/context.ts';
import { matchingPeople } from '../segments/sql.ts';

/** How many of those who would get a message have their address at each domain, and who takes its mail. */
export async function countReceivers(
  db: TenantDb,
  input: AudienceInput,
): Promise<{ domain: string; people: number; roles: number; hosted?: string | null }[]> {
  const { rows: audience } = await audienceRows(db, input);
  const { rows } = await sql<{ domain: string; people: number; roles: number; provider: string | null }>`
    select d.*, m.provider
    from (
      select p.email_domain as domain, count(*)::int as people, count(*) filter (where ${isRole})::int as roles
      from (${audience}) a join people p on p.tenant_id = current_tenant() and p.id = a.person_id
      where a.obstacle is null and p.email_domain is not null group by 1) d
    left join mail_providers m on m.domain = d.domain
    order by d.people desc, d.domain`.execute(db);
  return rows.map(({ provider, ...row }) => ({ ...row, ...hostedBy(provider) }));
}

/** How many of those who would get a message got several before and read none. */
export async function countSilent(db: TenantDb, input: AudienceInput): Promise<number> {
  const { rows: audience } = await audienceRows(db, input);
  const context = await loadRuleContext(db, { rules: [sunsetRule], nowIso: input.nowIso });
  const { rows } = await sql<{ people: number }>`
    with reached as materialized (select person_id from (${audience}) a where a.obstacle is null)
    select count(*)::int as people from (${matchingPeople(sunsetRule, context)}) s
    where s.person_id in (select person_id from reached)`.execute(db);
  return rows[0]?.people ?? 0;
}
