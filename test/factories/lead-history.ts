import type { Database } from '../../db/connection.ts';

/** How leads are made up. */
export interface LeadHistory {
  tenantId: string;
  leads: number;
  /** Days ago that the first and the last of them became one. */
  from: number;
  to: number;
  /** What converts: referrals and those who click, or the very opposite. */
  follows?: 'clicks' | 'opposite';
  prefix?: string;
}

/**
 * Leads that came one after the other, of whom some click in their first hours and some came by a referral; both help them to be
 * converted within two months. What is drawn depends on the number of the lead alone.
 */
export async function newLeadHistory(
  owner: Database,
  { tenantId, leads, from, to, follows = 'clicks', prefix = 'B' }: LeadHistory,
): Promise<void> {
  await owner.sql.begin(async (sql) => {
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
    await sql`
      create temporary table made on commit drop as
      select n, ('01970000-0000-7000-8000-' || left(md5(${prefix} || n), 12))::uuid as id, now() - make_interval(secs => 86400 * (${from}::float8 - (${from}::float8 - ${to}::float8) * n / ${leads}::float8)) as since,
        (array['Referral', 'Advert', 'Fair'])[1 + hashtext('source' || ${prefix} || n) % 3 + case when hashtext('source' || ${prefix} || n) % 3 < 0 then 2 else 0 end] as source,
        (hashtext('clicks' || ${prefix} || n) & 7) as clicks, (hashtext('luck' || ${prefix} || n) & 1023) / 1024.0 as luck,
        (hashtext('pace' || ${prefix} || n) & 1023) / 1024.0 as pace
      from generate_series(1, ${leads}::int) n`;
    await sql`
      create temporary table fate on commit drop as
      select *, luck < (case when ${follows} = 'clicks' then 0.02 + clicks * 0.11 + case when source = 'Referral' then 0.2 else 0 end
        else greatest(0.02, 0.85 - clicks * 0.12) end) as converts from made`;
    await sql`
      insert into people (tenant_id, id, kind, external_id, job_title, lead_source, created_at, updated_at, converted_at)
      select ${tenantId}, id, case when converts and since + make_interval(days => 5 + (pace * 55)::int) < now() then 'contact' else 'lead' end,
        ${prefix} || n, (array['Buyer', 'Founder', 'Manager'])[1 + n % 3], source, since, since,
        case when converts and since + make_interval(days => 5 + (pace * 55)::int) < now() then since + make_interval(days => 5 + (pace * 55)::int) end
      from fate`;
    await sql`
      insert into engagement_events (tenant_id, received_at, occurred_at, kind, verdict, person_id)
      select ${tenantId}, at, at, 'click', 'human', id from fate
      cross join lateral (select since + make_interval(mins => c) as at from generate_series(1, clicks) c) hit`;
  });
}
