import { sql, type RawBuilder } from 'kysely';
import type { TenantDb } from '../../connection.ts';

// Which touches count, said once:
//
// - a click that a person made, a reply, a form, and a visit of a page by a link that names a campaign; an open only where the
//   organisation says that opens count. What a machine did is none, and a message that was sent is none.
// - a member's first response where nothing of the above is the response itself (a webinar that somebody attended): none of the same
//   person and campaign lies within half an hour of it.
// - a page that is visited within half an hour after a click for the same campaign is where the click led, and no touch of its own.
//
// They count for an opportunity if they are of somebody who has a part in it, from the look-back before it was opened until it was closed.
// One that was closed and opened again was closed in between: what happened then does not count.
//
// The channel is `email` for what came of a message, else the medium of the link (utm_medium, or its source where it names no medium),
// `cpc` where only an advertising platform's click id says something, and `direct` where nothing does. A response has the name of its type
// of campaign.

/** Kinds of touches. */
export type TouchKind = 'click' | 'reply' | 'form' | 'page_view' | 'open' | 'response';

/** Whether an event `e` is a touch; `opens`: SQL for whether opens count. */
export const isTouch = (opens: RawBuilder<boolean>): RawBuilder<boolean> => sql<boolean>`(
  e.kind = 'click' and e.verdict = 'human'
  or e.kind in ('reply', 'form') and e.verdict <> 'machine'
  or e.kind = 'page_view' and e.verdict <> 'machine' and e.campaign_id is not null
  or e.kind = 'open' and e.verdict <> 'machine' and ${opens})`;

const utm = (name: string): RawBuilder<string> =>
  sql<string>`nullif(lower(trim(e.data #>> ${sql.lit(`{source,utm,${name}}`)})), '')`;

/** The channel of an event `e`. */
export const channelOf = sql<string>`case
  when e.message_id is not null then 'email'
  else left(coalesce(${utm('medium')}, ${utm('source')},
    case when jsonb_path_exists(e.data, '$.source.clickIds.*') then 'cpc' end, 'direct'), 200) end`;

/** The source of an event `e`: what the link named, or ours for what came of a message. */
export const sourceOf = sql<string>`case when e.message_id is not null then 'salescompass' else left(coalesce(${utm('source')}, ''), 200) end`;

/** How long after a click a visit is still where it led, and how near a response is the touch itself. */
const sameVisit = sql.lit('30 minutes');

/**
 * Works the touches of these opportunities out from the facts and keeps them in `opportunity_touches`, in the order of time. What an
 * erasure took off an event does not change the channel that it had.
 */
export async function refreshTouches(db: TenantDb, opportunityIds: readonly string[]): Promise<void> {
  const ids = sql`any(${sql.val([...opportunityIds])}::uuid[])`;
  await sql`
    with asked as materialized (
      select o.id, o.opened_at - make_interval(days => t.look_back_days) as since,
        coalesce(o.closed_at, 'infinity'::timestamptz) as until, t.count_opens_as_touch as opens
      from opportunities o join tenants t on t.tenant_id = o.tenant_id
      where o.tenant_id = current_tenant() and o.id = ${ids} and o.deleted_at is null
    ), part as materialized (
      select a.*, p.person_id from asked a
      join opportunity_people p on p.tenant_id = current_tenant() and p.opportunity_id = a.id and p.opportunity_id = ${ids}
    ), event as materialized (
      select part.id as opportunity_id, part.person_id, e.*,
        -- The last click for the same campaign up to this moment, not long ago.
        bool_or(e.kind = 'click') over (partition by part.id, part.person_id, e.campaign_id order by e.at
          range between interval ${sameVisit} preceding and current row exclude current row) as led_here
      from part cross join lateral (
        -- An event may name a campaign that was deleted since: no key holds it to one.
        select e.id, e.kind, c.id as campaign_id, e.occurred_at as at, ${channelOf} as channel, ${sourceOf} as source, e.data = '{}' as is_bare
        from engagement_events e
        left join campaigns c on c.tenant_id = current_tenant() and c.id = e.campaign_id
        where e.tenant_id = current_tenant() and e.person_id = part.person_id
          and e.occurred_at >= part.since and e.occurred_at <= part.until
          -- Nothing is received before it happened: older months are not read.
          and e.received_at >= part.since - interval '1 day'
          and ${isTouch(sql`part.opens`)}
      ) e
    ), touch as (
      select opportunity_id, id as touch_id, kind, person_id, campaign_id, channel, source, at, is_bare
      from event where kind <> 'page_view' or led_here is not true
      union all
      select part.id, m.id, 'response', part.person_id, m.campaign_id, lower(k.name), '', m.first_responded_at, false
      from part
      join campaign_members m on m.tenant_id = current_tenant() and m.person_id = part.person_id
        and m.first_responded_at >= part.since and m.first_responded_at <= part.until
      join campaigns c on c.tenant_id = current_tenant() and c.id = m.campaign_id
      join campaign_types k on k.tenant_id = current_tenant() and k.id = c.campaign_type_id
      where not exists (select from event e
        where e.opportunity_id = part.id and e.person_id = part.person_id and e.campaign_id = m.campaign_id
          and e.at between m.first_responded_at - interval ${sameVisit} and m.first_responded_at + interval ${sameVisit})
    ), counted as (
      select * from touch where not ${wasClosed}
    ), gone as (
      delete from opportunity_touches k where k.tenant_id = current_tenant() and k.opportunity_id = ${ids}
        and not exists (select from counted c where c.opportunity_id = k.opportunity_id and c.touch_id = k.touch_id)
    )
    insert into opportunity_touches as k
      (opportunity_id, touch_id, kind, person_id, campaign_id, channel, source, at, position)
    select c.opportunity_id, c.touch_id, c.kind, c.person_id, c.campaign_id,
      case when c.is_bare then coalesce(known.channel, c.channel) else c.channel end,
      case when c.is_bare then coalesce(known.source, c.source) else c.source end,
      c.at, row_number() over (partition by c.opportunity_id order by c.at, c.touch_id)
    from counted c left join opportunity_touches known
      on known.tenant_id = current_tenant() and known.opportunity_id = c.opportunity_id and known.touch_id = c.touch_id
    on conflict (tenant_id, opportunity_id, touch_id) do update set kind = excluded.kind, person_id = excluded.person_id,
      campaign_id = excluded.campaign_id, channel = excluded.channel, source = excluded.source, at = excluded.at,
      position = excluded.position
    where (k.kind, k.person_id, k.campaign_id, k.channel, k.source, k.at, k.position) is distinct from
      (excluded.kind, excluded.person_id, excluded.campaign_id, excluded.channel, excluded.source, excluded.at, excluded.position)`.execute(
    db,
  );
}

/** Whether the opportunity of a `touch` was closed when it happened, and opened again later. */
const wasClosed = sql<boolean>`(
  exists (select from opportunity_history h
    where h.tenant_id = current_tenant() and h.opportunity_id = touch.opportunity_id and h.state = 'open' and h.occurred_at > touch.at)
  and coalesce((select h.state <> 'open' from opportunity_history h
    where h.tenant_id = current_tenant() and h.opportunity_id = touch.opportunity_id and coalesce(h.closed_at, h.occurred_at) < touch.at
    order by h.occurred_at desc, h.id desc limit 1), false))`;

/** A touch that counts for an opportunity, as it was last worked out. */
export interface TouchRow {
  opportunityId: string;
  touchId: string;
  kind: TouchKind;
  personId: string;
  campaignId: string | null;
  channel: string;
  source: string;
  at: Date;
  position: number;
}

/** The touches of these opportunities, each opportunity's in the order of time. */
export async function listTouches(db: TenantDb, opportunityIds: readonly string[]): Promise<TouchRow[]> {
  return db
    .selectFrom('opportunityTouches')
    .select(['opportunityId', 'touchId', 'kind', 'personId', 'campaignId', 'channel', 'source', 'at', 'position'])
    .where('opportunityId', '=', sql<string>`any(${sql.val([...opportunityIds])}::uuid[])`)
    .orderBy('opportunityId')
    .orderBy('position')
    .$castTo<TouchRow>()
    .execute();
}
