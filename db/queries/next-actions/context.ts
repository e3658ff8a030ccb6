import { sql } from 'kysely';
import type { OfferedAction } from '../../../domain/next-actions/action.ts';
import type { TenantDb } from '../../connection.ts';

/** What is known of a person when their next action is chosen, beside their features. */
export interface PersonStanding {
  personId: string;
  obstacle: string | null;
  /** How many more messages the cap allows, none where they asked for fewer or for a rest; null: there is no cap. */
  capLeft: number | null;
  /** The person's zone, or the tenant's. */
  zone: string;
  hasOwner: boolean;
  recentMessages: number;
  hasOpenAction: boolean;
  lastActedAt: string | null;
  rejectedUntil: Record<string, string>;
  unanswered: number;
  /** What a model says of them, with its reasons; null: a rule scores them. */
  learned: { score: number; reasons: { text: string }[] } | null;
}

/** Reads how people stand at a moment, in one statement; who is erased or merged is left out. */
export async function listStandings(
  db: TenantDb,
  { personIds, nowIso }: { personIds: readonly string[]; nowIso: string },
): Promise<PersonStanding[]> {
  const now = sql`${nowIso}::timestamptz`;
  const { rows } = await sql<PersonStanding & { lastActed: Date | null }>`
    select p.id as person_id,
      sending_obstacle(p.email_key, p.email_status, p.consent, (select s.reason from suppressions s
        where s.tenant_id = p.tenant_id and s.address_hash = p.email_hash), true) as obstacle,
      case
        -- What they asked for themselves holds beside the cap.
        when p.mail_paused_until > ${now} or exists (
          select from person_frequency f, unnest(f.recent) moment
          where f.tenant_id = p.tenant_id and f.person_id = p.id
            and moment > ${now} - make_interval(hours => mail_frequency_hours(p.mail_frequency))) then 0
        when t.cap_messages is not null then t.cap_messages - coalesce((
          select count(*)::int from person_frequency f, unnest(f.recent) moment
          where f.tenant_id = p.tenant_id and f.person_id = p.id and moment > ${now} - make_interval(days => t.cap_days)), 0)
      end as cap_left,
      coalesce(z.name, tz.name, 'UTC') as zone, p.owner_id is not null as has_owner, m.recent_messages,
      coalesce(a.has_open, false) as has_open_action, a.last_acted, coalesce(a.rejected_until, '{}') as rejected_until,
      coalesce(a.unanswered, 0)::int as unanswered, (
        select jsonb_build_object('score', k.score, 'reasons', k.reasons) from person_scores k
        where k.tenant_id = p.tenant_id and k.person_id = p.id and k.model_id is not null) as learned
    from people p
    join tenants t on t.tenant_id = p.tenant_id
    left join time_zones z on z.name = p.time_zone
    left join time_zones tz on tz.name = t.time_zone
    cross join lateral (
      select count(*)::int as recent_messages from messages m
      where m.tenant_id = p.tenant_id and m.person_id = p.id
        and (m.sent_at > ${now} - interval '7 days' or m.status in ('queued', 'sending'))) m
    left join lateral (
      select bool_or(n.status = 'suggested' or (n.status in ('accepted', 'done') and n.settled_at is null)) as has_open,
        max(n.acted_at) as last_acted,
        jsonb_object_agg(n.offer_id, to_char(n.not_before at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          filter (where n.not_before > ${now}) as rejected_until,
        -- Actions after the last one that was answered.
        count(*) filter (where n.acted_at is not null and n.reached is false and n.acted_at > coalesce((
          select max(k.decided_at) from next_actions k
          where k.tenant_id = p.tenant_id and k.person_id = p.id and k.reached), '-infinity')) as unanswered
      from next_actions n
      where n.tenant_id = p.tenant_id and n.person_id = p.id and n.decided_at > ${now} - interval '400 days') a on true
    where p.tenant_id = current_tenant() and p.id = any(${sql.val([...personIds])}::uuid[]) and p.erased_at is null`.execute(
    db,
  );
  return rows.map(({ lastActed, ...row }) => ({ ...row, lastActedAt: lastActed?.toISOString() ?? null }));
}

/** An item of a nurture programme that may be sent at the moment, with the approval of its campaign. */
export interface SendableItem {
  id: string;
  name: string;
  nurtureId: string;
  campaignId: string;
  editionId: string;
}

/** What offers can give at a moment, and what people have had of it. */
export interface OfferFacts {
  /** The items of each offer that sends, the first one first; none: it is closed. */
  items: Map<string, SendableItem[]>;
  /** `person item` */
  hadItems: Set<string>;
  openDrips: Set<string>;
  /** `person drip` */
  hadDrips: Set<string>;
  /** `person programme` → the cadence. */
  cadences: Map<string, string>;
}

/** Reads what the offers of a policy can give these people at a moment. */
export async function findOfferFacts(
  db: TenantDb,
  { offers, personIds, nowIso }: { offers: readonly OfferedAction[]; personIds: readonly string[]; nowIso: string },
): Promise<OfferFacts> {
  const targetsOf = (...kinds: string[]) =>
    offers.flatMap(({ kind, targetId }) => (kinds.includes(kind) && targetId ? [targetId] : []));
  const sendable = await listSendable(db, targetsOf('send_email', 'send_content'), nowIso);
  const items = new Map(
    offers
      .filter(({ kind }) => kind === 'send_email' || kind === 'send_content')
      .map(({ key, kind, targetId }) => [
        key,
        sendable.filter((item) => (kind === 'send_email' ? item.id : item.nurtureId) === targetId),
      ]),
  );
  const people = sql`any(${sql.val([...personIds])}::uuid[])`;
  const drips = sql`any(${sql.val(targetsOf('add_to_drip'))}::uuid[])`;
  const open = await sql<{ id: string }>`
    select d.id from drips d join campaigns c on c.tenant_id = d.tenant_id and c.id = d.campaign_id
    where d.tenant_id = current_tenant() and d.id = ${drips} and d.status = 'running' and d.entry_closed_at is null
      and (d.end_at is null or d.end_at > ${nowIso}::timestamptz) and c.status = 'running'`.execute(db);
  const inDrips = await sql<{ personId: string; dripId: string }>`
    select distinct person_id, drip_id from drip_positions
    where tenant_id = current_tenant() and person_id = ${people} and drip_id = ${drips}`.execute(db);
  const members = await sql<{ personId: string; nurtureId: string; cadence: string }>`
    select person_id, nurture_id, cadence from nurture_members
    where tenant_id = current_tenant() and person_id = ${people}
      and nurture_id = any(${sql.val(targetsOf('change_cadence'))}::uuid[]) and left_at is null`.execute(db);
  return {
    items,
    hadItems: await listHad(db, { itemIds: sendable.map(({ id }) => id), personIds }),
    openDrips: new Set(open.rows.map(({ id }) => id)),
    hadDrips: new Set(inDrips.rows.map(({ personId, dripId }) => `${personId} ${dripId}`)),
    cadences: new Map(members.rows.map(({ personId, nurtureId, cadence }) => [`${personId} ${nurtureId}`, cadence])),
  };
}

/** What people have had of some items, or what is on its way to them: `person item`. */
export async function listHad(
  db: TenantDb,
  { itemIds, personIds }: { itemIds: readonly string[]; personIds: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string; sourceId: string }>`
    select person_id, source_id from messages
    where tenant_id = current_tenant() and person_id = any(${sql.val([...personIds])}::uuid[])
      and source_id = any(${sql.val([...itemIds])}::uuid[])
      and (status <> 'skipped' or reason = 'topic_opt_out')`.execute(db);
  return new Set(rows.map(({ personId, sourceId }) => `${personId} ${sourceId}`));
}

/** What may be sent at a moment of these items, or of these programmes, in the order of their streams. */
export async function listSendable(db: TenantDb, targets: string[], nowIso: string): Promise<SendableItem[]> {
  if (targets.length === 0) return [];
  const { rows } = await sql<SendableItem>`
    select i.id, i.name, i.nurture_id, n.campaign_id, i.edition_id
    from nurture_items i
    join nurtures n on n.tenant_id = i.tenant_id and n.id = i.nurture_id
    join campaigns c on c.tenant_id = n.tenant_id and c.id = n.campaign_id
    left join lateral (
      select min(p.position) as place from nurture_places p
      where p.tenant_id = i.tenant_id and p.nurture_id = i.nurture_id and p.item_id = i.id) placed on true
    where i.tenant_id = current_tenant() and (i.id = any(${sql.val(targets)}::uuid[]) or i.nurture_id = any(${sql.val(targets)}::uuid[]))
      and i.edition_id is not null and i.state <> 'in_review' and not i.is_on_hold
      and (i.valid_from is null or i.valid_from <= ${nowIso}::timestamptz)
      and (i.valid_until is null or i.valid_until > ${nowIso}::timestamptz)
      and n.status = 'running' and c.status = 'running'
    order by placed.place nulls last, i.id`.execute(db);
  return rows;
}
