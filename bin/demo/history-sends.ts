import { sql } from 'kysely';
import type { TenantDb } from '../../db/connection.ts';
import { rebuildCounters } from '../../db/queries/parts/counters.ts';

/** A broadcast that went out: when, and how warmly it was received (opens and clicks of 100 sent). */
export interface PastSend {
  campaignId: string;
  broadcastId: string;
  editionId: string;
  listName: string;
  sentAt: Date;
  opens: number;
  clicks: number;
}

/**
 * What a message `m` is known by at every seeding: ids are others each time, and what people do with a message must not be. Dice are
 * thrown from it.
 */
export const knownBy = sql<string>`(select e.subject from editions e where e.tenant_id = m.tenant_id and e.id = m.edition_id)`;

/** Writes what such a send leaves behind: batches, messages, members, events, opt-outs, and the counters counted from them. */
export async function seedSend(db: TenantDb, send: PastSend): Promise<void> {
  const { campaignId, broadcastId, editionId, sentAt } = send;
  const roll = (what: string) =>
    sql<number>`(abs(hashtext(${what} || p.external_id || (select e.subject from editions e
      where e.tenant_id = current_tenant() and e.id = ${editionId}::uuid))) % 1000) / 10.0`;
  await sql`
    with batch as (
      insert into message_batches (source_kind, source_id, campaign_id, size, not_before, finished_at, created_at)
      values ('broadcast', ${broadcastId}, ${campaignId}, 0, ${sentAt}, ${sentAt}::timestamptz + interval '20 minutes', ${sentAt}) returning id
    ), audience as (
      select p.*, ${roll('fate')} as fate, ${sentAt}::timestamptz + make_interval(secs => (${roll('second')} * 10)::float8) as at
      from list_people lp join lists l on l.id = lp.list_id and l.tenant_id = lp.tenant_id join people p on p.id = lp.person_id and p.tenant_id = lp.tenant_id
      where l.name = ${send.listName} and p.created_at < ${sentAt}
    )
    insert into messages (batch_id, person_id, source_id, occurrence, edition_id, status, reason, attempts, counted_at, sending_at, sent_at,
      opened_at, clicked_at, unsubscribed_at, bounced_at, complained_at)
    select batch.id, p.id, ${broadcastId}, ${broadcastId}, ${editionId}, state, reason, case when state = 'skipped' then 0 else 1 end,
      case when state = 'sent' then p.at end, case when state <> 'skipped' then p.at end, case when state = 'sent' then p.at end,
      case when state = 'sent' and ${roll('open')} < ${send.opens} then p.at + make_interval(mins => 3 + (${roll('openat')} * 17)::int) end,
      case when state = 'sent' and ${roll('open')} < ${send.opens} and ${roll('click')} < ${(send.clicks * 100) / send.opens}
        then p.at + make_interval(mins => 5 + (${roll('openat')} * 17)::int) end,
      case when state = 'sent' and ${roll('leave')} < 0.5 then p.at + interval '2 hours' end,
      case when state = 'sent' and ${roll('bounce')} < 0.9 then p.at + interval '1 minute' end,
      case when state = 'sent' and ${roll('spam')} < 0.1 then p.at + interval '5 hours' end
    from audience p cross join batch, lateral (select
      case when p.consent <> 'granted' then 'skipped' when p.fate < 0.8 then 'failed' else 'sent' end as state,
      case when p.consent = 'denied' then 'opted_out' when p.consent <> 'granted' then 'no_consent' when p.fate < 0.8 then 'rejected' end as reason) fate`.execute(
    db,
  );
  await sql`
    update message_batches b set size = (select count(*) from messages m where m.tenant_id = b.tenant_id and m.batch_id = b.id)
    where source_id = ${broadcastId}`.execute(db);
  await seedMembers(db, send);
  await seedEvents(db, { campaignId, sourceId: broadcastId });
  await seedConsequences(db, broadcastId);
  await rebuildCounters(db, broadcastId);
}

async function seedMembers(db: TenantDb, { campaignId, broadcastId }: PastSend): Promise<void> {
  await sql`
    insert into campaign_members (campaign_id, person_id, status_id, has_responded, first_responded_at, source, created_at, updated_at)
    select ${campaignId}, m.person_id, case when m.clicked_at is null then first.id else responded.id end, m.clicked_at is not null, m.clicked_at,
      'broadcast', m.sent_at, coalesce(m.clicked_at, m.sent_at)
    from messages m
    join campaigns c on c.tenant_id = m.tenant_id and c.id = ${campaignId}
    join campaign_type_statuses first on first.campaign_type_id = c.campaign_type_id and first.is_default
    join lateral (select id from campaign_type_statuses s where s.campaign_type_id = c.campaign_type_id and s.responded order by position limit 1) responded on true
    where m.source_id = ${broadcastId} and m.status = 'sent'
    on conflict do nothing`.execute(db);
}

/** Whoever clicked a message of a step or an item has responded to its campaign, and the history says so. */
export async function seedResponses(db: TenantDb, ref: { campaignId: string; sourceId: string }): Promise<void> {
  await sql`
    with changed as (
      update campaign_members m set status_id = responded.id, has_responded = true, first_responded_at = click.at, updated_at = click.at
      from campaigns c, campaign_type_statuses responded,
        (select person_id, min(clicked_at) as at from messages
          where tenant_id = current_tenant() and source_id = ${ref.sourceId} and clicked_at is not null group by person_id) click
      where m.tenant_id = current_tenant() and m.campaign_id = ${ref.campaignId} and m.person_id = click.person_id and not m.has_responded
        and c.tenant_id = m.tenant_id and c.id = m.campaign_id and responded.tenant_id = m.tenant_id
        and responded.id = (select s.id from campaign_type_statuses s
          where s.tenant_id = c.tenant_id and s.campaign_type_id = c.campaign_type_id and s.responded order by s.position limit 1)
      returning m.campaign_id, m.person_id, m.first_responded_at, responded.name)
    insert into member_history (campaign_id, person_id, at, kind, from_status, to_status, actor_kind, actor_name, cause)
    select r.campaign_id, r.person_id, r.first_responded_at, 'status', first.name, r.name, 'workflow', 'SalesCompass', 'click'
    from changed r
    join campaigns c on c.tenant_id = current_tenant() and c.id = r.campaign_id
    join campaign_type_statuses first on first.tenant_id = c.tenant_id and first.campaign_type_id = c.campaign_type_id and first.is_default`.execute(
    db,
  );
}

/** One event for each time on a message, and the machines that look at mail before people do. */
export async function seedEvents(
  db: TenantDb,
  { campaignId, sourceId }: { campaignId: string; sourceId: string },
): Promise<void> {
  await sql`
    insert into engagement_events (received_at, occurred_at, kind, verdict, verdict_rule, person_id, campaign_id, source_id, message_id, edition_id, link_index, data)
    select at, at, kind, verdict, rule, m.person_id, ${campaignId}, ${sourceId}, m.id, m.edition_id,
      case when kind = 'click' then 0 end::smallint, case when kind = 'bounce' then '{"bounce": "hard", "status": "5.1.1"}'::jsonb else '{}'::jsonb end
    from messages m, lateral (values
      (m.opened_at, 'open', 'human', 'person'),
      (m.clicked_at, 'click', 'human', 'person'),
      (m.unsubscribed_at, 'unsubscribe', 'human', 'one_click'),
      (m.bounced_at, 'bounce', 'unknown', 'report'),
      (m.complained_at, 'complaint', 'human', 'report'),
      (case when abs(hashtext('machine' || m.id)) % 10 < 2 then m.sent_at + interval '1 second' end, 'open', 'machine', 'apple_privacy')
    ) as event(at, kind, verdict, rule)
    where m.source_id = ${sourceId} and at is not null`.execute(db);
}

/** Who left, bounced or complained gets nothing more. */
export async function seedConsequences(db: TenantDb, sourceId: string): Promise<void> {
  await sql`
    insert into suppressions (address_hash, email, reason, source, message_id, created_at)
    select p.email_hash, p.email,
      case when m.complained_at is not null then 'complaint' when m.bounced_at is not null then 'hard_bounce' else 'unsubscribe' end,
      'message', m.id, coalesce(m.complained_at, m.bounced_at, m.unsubscribed_at)
    from messages m join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    where m.source_id = ${sourceId} and (m.unsubscribed_at is not null or m.bounced_at is not null or m.complained_at is not null)
    on conflict do nothing`.execute(db);
  await sql`
    insert into consents (person_id, state, source, at)
    select person_id, 'denied', 'unsubscribe link', unsubscribed_at from messages where source_id = ${sourceId} and unsubscribed_at is not null`.execute(
    db,
  );
  await sql`
    update people p set consent = 'denied', consent_at = m.unsubscribed_at from messages m
    where m.source_id = ${sourceId} and m.person_id = p.id and m.tenant_id = p.tenant_id and m.unsubscribed_at is not null`.execute(
    db,
  );
  await sql`
    update people p set email_status = 'bounced' from messages m
    where m.source_id = ${sourceId} and m.person_id = p.id and m.tenant_id = p.tenant_id and m.bounced_at is not null`.execute(
    db,
  );
}
