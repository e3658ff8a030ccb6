import { sql } from 'kysely';
import type { TimelineKind } from '../../../domain/engagement/timeline.ts';
import type { MessageStatus } from '../../../domain/outbox/message.ts';
import type { TenantDb } from '../../connection.ts';

/** A row of a person's timeline, from whichever table it comes. */
export interface TimelineRow {
  /** Postgres' own text of the time, to the microsecond: the cursor is made of it. */
  place: string;
  at: Date;
  kind: TimelineKind;
  id: string;
  status: MessageStatus | null;
  reason: string | null;
  label: string | null;
  source: string | null;
  fields: string[] | null;
  verdict: 'human' | 'machine' | 'unknown' | null;
  verdictRule: string | null;
  campaignId: string | null;
  campaignName: string | null;
  messageId: string | null;
}

/** Whose timeline, from which entry on, and which kinds of entries. */
export interface TimelineInput {
  personId: string;
  limit: number;
  /** Place, kind and id of the last row of the page before. */
  after: readonly [string, string, string] | null;
  /** Leave out what machines did. */
  peopleOnly: boolean;
  /** With what people of the tenant changed; not everybody may see that. */
  withChanges: boolean;
}

/**
 * One stream over messages, events, consents, memberships and changes, newest first. Each part is cut to a page before they are
 * merged, so that a long history costs no more than a short one.
 */
export async function listTimeline(db: TenantDb, input: TimelineInput): Promise<TimelineRow[]> {
  const { personId, limit, peopleOnly } = input;
  const [place, kind, id] = input.after ?? ['infinity', 'zzz', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const page = sql`
    where (at, kind, id) < (${place}::text::timestamptz, ${kind}::text, ${id}::uuid)
    order by at desc, kind desc, id desc limit ${limit}`;
  const { rows } = await sql<TimelineRow>`
    select t.at::text as place, t.*, c.name as campaign_name
    from (
      (select * from (${messages(personId)}) part ${page})
      union all (select * from (${events(personId, peopleOnly)}) part ${page})
      union all (select * from (${answers(personId)}) part ${page})
      union all (select * from (${consents(personId)}) part ${page})
      union all (select * from (${memberships(personId)}) part ${page})
      union all (select * from (${responses(personId)}) part ${page})
      union all (select * from (${changes(personId, input.withChanges)}) part ${page})
      order by at desc, kind desc, id desc limit ${limit}
    ) t
    left join campaigns c on c.tenant_id = current_tenant() and c.id = t.campaign_id
    order by t.at desc, t.kind desc, t.id desc`.execute(db);
  return rows;
}

function messages(personId: string) {
  return sql`
    select coalesce(m.sent_at, m.sending_at, uuid_extract_timestamp(m.id)) as at, 'message' as kind, m.id, m.status, m.reason,
      e.subject as label, null::text as source, null::jsonb as fields, null::text as verdict, null::text as verdict_rule,
      b.campaign_id, m.id as message_id
    from messages m
    join editions e on e.tenant_id = m.tenant_id and e.id = m.edition_id
    join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
    where m.tenant_id = current_tenant() and m.person_id = ${personId}`;
}

function events(personId: string, peopleOnly: boolean) {
  return sql`
    select v.occurred_at as at, v.kind, v.id, null::text as status, null::text as reason,
      case when v.kind in ('page_view', 'form', 'custom') then coalesce(v.name, v.data ->> 'title', v.data #>> '{source,url}')
        when v.kind <> 'click' then e.subject
        else coalesce(nullif(e.links -> v.link_index::int ->> 'label', ''), e.links -> v.link_index::int ->> 'url') end as label,
      coalesce(v.data ->> 'way', v.data ->> 'bounce') as source, null::jsonb as fields,
      case when v.kind in ('open', 'click') then v.verdict end as verdict, v.verdict_rule, v.campaign_id, v.message_id
    from engagement_events v
    left join editions e on e.tenant_id = v.tenant_id and e.id = v.edition_id
    where v.tenant_id = current_tenant() and v.person_id = ${personId}
      and (not ${peopleOnly} or v.kind not in ('open', 'click') or v.verdict <> 'machine')
      and not (v.kind = 'reply' and v.message_id in (
        select i.message_id from inbound_mails i
        where i.tenant_id = current_tenant() and i.person_id = ${personId} and i.kind = 'reply'))`;
}

/** What they wrote back, each answer with its beginning, as long as the mails are kept; after that the events say that they did. */
function answers(personId: string) {
  return sql`
    select i.received_at as at, 'reply' as kind, i.id, null::text as status, nullif(i.excerpt, '') as reason, e.subject as label,
      null::text as source, null::jsonb as fields, null::text as verdict, null::text as verdict_rule, b.campaign_id, i.message_id
    from inbound_mails i
    left join messages m on m.tenant_id = i.tenant_id and m.id = i.message_id
    left join editions e on e.tenant_id = m.tenant_id and e.id = m.edition_id
    left join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
    where i.tenant_id = current_tenant() and i.person_id = ${personId} and i.kind = 'reply'`;
}

function consents(personId: string) {
  return sql`
    select at, 'consent' as kind, id, null::text as status,
      coalesce((select t.name from topics t where t.tenant_id = consents.tenant_id and t.id = consents.topic_id),
        nullif(channel, 'email')) as reason, state as label, source,
      null::jsonb as fields, null::text as verdict, null::text as verdict_rule, null::uuid as campaign_id, null::uuid as message_id
    from consents where tenant_id = current_tenant() and person_id = ${personId}`;
}

function memberships(personId: string) {
  return sql`
    select m.created_at as at, 'member' as kind, m.id, null::text as status, null::text as reason, s.name as label,
      m.source, null::jsonb as fields, null::text as verdict, null::text as verdict_rule, m.campaign_id, null::uuid as message_id
    from campaign_members m
    join campaign_type_statuses s on s.tenant_id = m.tenant_id and s.id = m.status_id
    where m.tenant_id = current_tenant() and m.person_id = ${personId}`;
}

function responses(personId: string) {
  return sql`
    select m.first_responded_at as at, 'response' as kind, m.id, null::text as status, null::text as reason, null::text as label,
      null::text as source, null::jsonb as fields, null::text as verdict, null::text as verdict_rule, m.campaign_id,
      null::uuid as message_id
    from campaign_members m
    where m.tenant_id = current_tenant() and m.person_id = ${personId} and m.first_responded_at is not null`;
}

/** Opting out and in stands in the consents already. Of what is personal the log keeps the names of the fields alone. */
function changes(personId: string, isWanted: boolean) {
  return sql`
    select at, 'change' as kind, id, null::text as status, null::text as reason, action as label, actor_name as source,
      coalesce(nullif(jsonb_path_query_array(changes, '$[*] ? (@.field == "fields").to[*]'), '[]'),
        jsonb_path_query_array(changes, '$[*].field')) as fields, null::text as verdict, null::text as verdict_rule,
      null::uuid as campaign_id, null::uuid as message_id
    from audit_log
    where tenant_id = current_tenant() and entity_kind = 'person' and entity_id = ${personId} and ${isWanted}
      and action not in ('people.unsubscribe', 'people.resubscribe', 'person.consent')`;
}

/** Whether the tenant has this person; who was erased, or is another record now, is gone. */
export async function hasPerson(db: TenantDb, personId: string): Promise<boolean> {
  const row = await db
    .selectFrom('people')
    .select('id')
    .where('id', '=', personId)
    .where('erasedAt', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
