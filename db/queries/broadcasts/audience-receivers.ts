import { sql } from 'kysely';
import { sunsetRule } from '../../../domain/deliverability/sunset.ts';
import type { TenantDb } from '../../connection.ts';
import { askOfAudiences, type AudienceInput } from './audience.ts';
import { isRole } from '../deliverability/list-hygiene.ts';
import { hostedBy } from '../deliverability/mail-providers.ts';
import { loadRuleContext } from '../segments/context.ts';
import { matchingPeople } from '../segments/sql.ts';

/** Addresses at a domain of those who would get a message, and who takes its mail. */
export interface ReceiverCount {
  domain: string;
  people: number;
  roles: number;
  hosted?: string | null;
}

/** How many of those who would get each message have their address at each domain. */
export async function countReceivers(db: TenantDb, inputs: readonly AudienceInput[]): Promise<ReceiverCount[][]> {
  const found = await askOfAudiences(
    db,
    inputs,
    (people) => sql<ReceiverCount & { audience: number; provider: string | null }>`
      select d.*, m.provider
      from (
        select a.audience, p.email_domain as domain, count(*)::int as people, count(*) filter (where ${isRole})::int as roles
        from (${people}) a join people p on p.tenant_id = current_tenant() and p.id = a.person_id
        where a.obstacle is null and p.email_domain is not null group by 1, 2) d
      left join mail_providers m on m.domain = d.domain
      order by d.people desc, d.domain`,
  );
  return found.map((rows) =>
    rows.map(({ domain, people, roles, provider }) => ({ domain, people, roles, ...hostedBy(provider) })),
  );
}

/** How many of those who would get each message got several before and read none. */
export async function countSilent(db: TenantDb, inputs: readonly AudienceInput[]): Promise<number[]> {
  const [first] = inputs;
  if (!first) return [];
  const context = await loadRuleContext(db, { rules: [sunsetRule], nowIso: first.nowIso });
  const found = await askOfAudiences(
    db,
    inputs,
    (people) => sql<{ audience: number; people: number }>`
      with reached as materialized (select audience, person_id from (${people}) a where a.obstacle is null)
      select r.audience, count(*)::int as people from reached r
      where r.person_id in (select person_id from (${matchingPeople(sunsetRule, context)}) s) group by 1`,
  );
  return found.map(([row]) => row?.people ?? 0);
}
