import { Rule } from '../../domain/segments/rule.ts';
import type { FilledTenant } from './fill.ts';

/** A rule that people typically write, and the SQL that somebody who knows the tables would write for it. */
export interface BenchedRule {
  name: string;
  rule: Rule;
  bare: string;
}

const field = (field: string, test: object) => ({ kind: 'field', field, test });
const all = (...rules: unknown[]) => ({ kind: 'all', rules });
const clicks = (withinDays: number) => ({ kind: 'engagement', event: 'click', withinDays });

/** Five rules of different kinds, as of one moment, and the same in SQL written by hand. */
export function typicalRules({ tenantId, listId, campaignId }: FilledTenant, nowIso: string): BenchedRule[] {
  const now = `'${nowIso}'::timestamptz`;
  const people = `select count(*) from people p where p.tenant_id = '${tenantId}' and p.erased_at is null`;
  const events = `select 1 from engagement_events e where e.tenant_id = '${tenantId}' and e.person_id = p.id`;
  const recent = (days: number) =>
    `e.occurred_at > ${now} - interval '${days} days' and e.received_at > ${now} - interval '${days + 1} days'`;
  return [
    {
      name: 'in some countries, with consent',
      rule: Rule.parse(
        all(
          field('person.country', { op: 'isOneOf', values: ['Germany', 'Austria'] }),
          field('person.consent', { op: 'isOneOf', values: ['granted'] }),
        ),
      ),
      bare: `${people} and p.country in ('Germany', 'Austria') and p.consent = 'granted'`,
    },
    {
      name: 'clicked anything in 30 days',
      rule: Rule.parse(clicks(30)),
      bare: `${people} and exists (${events} and e.kind = 'click' and e.verdict = 'human' and ${recent(30)})`,
    },
    {
      name: 'opened three times in 90 days, no click in 90',
      rule: Rule.parse(
        all(
          { kind: 'engagement', event: 'open', withinDays: 90, times: { op: 'atLeast', count: 3 } },
          { ...clicks(90), times: { op: 'atMost', count: 0 } },
        ),
      ),
      bare: `${people} and p.id in (select e.person_id from engagement_events e where e.tenant_id = '${tenantId}' and e.kind = 'open'
          and e.verdict <> 'machine' and ${recent(90)} group by 1 having count(*) >= 3)
        and not exists (${events} and e.kind = 'click' and e.verdict = 'human' and ${recent(90)})`,
    },
    {
      name: 'attributes and account',
      rule: Rule.parse(
        all(
          field('attributes.plan', { op: 'isOneOf', values: ['pro'] }),
          field('attributes.points', { op: 'atLeast', value: 500 }),
          field('account.industry', { op: 'isNoneOf', values: ['Energy'] }),
        ),
      ),
      bare: `select count(*) from people p join person_attributes a on a.tenant_id = p.tenant_id and a.person_id = p.id
        join accounts c on c.tenant_id = p.tenant_id and c.id = p.account_id
        where p.tenant_id = '${tenantId}' and p.erased_at is null and a.text01 = 'pro' and a.number01 >= 500 and c.industry <> 'Energy'`,
    },
    {
      name: 'birthday soon; member or on a list, not responded',
      rule: Rule.parse(
        all(
          field('attributes.birthday', { op: 'anniversary', from: 0, to: 7, zone: 'tenant' }),
          {
            kind: 'any',
            rules: [
              { kind: 'member', campaignId },
              { kind: 'list', listIds: [listId] },
            ],
          },
          { kind: 'none', rules: [{ kind: 'member', campaignId, responded: true }] },
        ),
      ),
      bare: `select count(*) from people p join person_attributes a on a.tenant_id = p.tenant_id and a.person_id = p.id
        left join campaign_members m on m.tenant_id = p.tenant_id and m.person_id = p.id and m.campaign_id = '${campaignId}'
        left join list_people l on l.tenant_id = p.tenant_id and l.person_id = p.id and l.list_id = '${listId}'
        where p.tenant_id = '${tenantId}' and p.erased_at is null and (m.person_id is not null or l.person_id is not null)
          and m.has_responded is not true and to_char(a.date01 at time zone 'UTC', 'MMDD') = any(
            select to_char((${now} at time zone 'Europe/Berlin')::date + d, 'MMDD') from generate_series(0, 7) d)`,
    },
  ];
}

/** A rule that no index helps: it must come to an end by itself. */
export const worstRule: Rule = Rule.parse(
  all(
    ...Array.from({ length: 30 }, (_, index) => ({
      kind: 'engagement',
      event: index % 2 === 0 ? 'open' : 'delivered',
      times: { op: 'exactly', count: index },
    })),
  ),
);
