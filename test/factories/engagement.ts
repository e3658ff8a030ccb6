import type { Database } from '../../db/connection.ts';
import type { TrackedLink } from '../../db/queries/engagement/tracking.ts';

/** A broadcast that went out, with everything that tracking needs to know of it. */
export interface SentBroadcast {
  tenantId: string;
  tenantNumber: number;
  campaignId: string;
  broadcastId: string;
  editionId: string;
  statuses: { invited: string; registered: string; attended: string };
  /** One message per person, in the same order. */
  messageIds: string[];
  personIds: string[];
}

/** How many people it went to, how many seconds ago, and its links. */
export interface SentBroadcastOptions {
  people?: number;
  sentSecondsAgo?: number;
  links?: TrackedLink[];
  tenantName?: string;
  /** A tenant that exists already; without one it is made. */
  tenantId?: string;
}

const someLinks: TrackedLink[] = [
  { url: 'https://shop.example/spring', label: 'Spring' },
  { url: 'https://shop.example/hello?name={{ person.firstName | default: "you" }}', label: 'Hello' },
  { url: 'https://shop.example/terms', label: 'Terms' },
  { url: 'https://shop.example/', label: '', honeypot: true },
];

/**
 * Makes a tenant with a campaign whose broadcast was sent, by set-based SQL past row-level security (`owner`). Everyone is a
 * member with the status Invited; Registered and Attended are responded.
 */
export async function createSentBroadcast(owner: Database, options: SentBroadcastOptions = {}): Promise<SentBroadcast> {
  const { people = 1, sentSecondsAgo = 60, links = someLinks, tenantName = 'Acme' } = options;
  return owner.sql.begin(async (sql) => {
    const tenant = await one<{ tenant_id: string; number: number }>(
      options.tenantId
        ? sql`select tenant_id, number from tenants where tenant_id = ${options.tenantId}`
        : sql`insert into tenants (name, postal_address) values (${tenantName}, '1 Main Street') returning tenant_id, number`,
    );
    await sql`select set_config('app.tenant_id', ${tenant.tenant_id}, true)`;
    const type = await one(sql`insert into campaign_types (name) values ('Webinar ' || uuidv7()) returning id`);
    const statuses = await sql<{ id: string }[]>`
      insert into campaign_type_statuses (campaign_type_id, name, position, is_default, responded)
      select ${type.id}, s.name, s.position, s.position = 1, s.position between 2 and 3
      from (values ('Invited', 1), ('Registered', 2), ('Attended', 3), ('No-show', 4)) as s(name, position)
      order by s.position returning id`;
    const [used] = await sql`select count(*)::int as campaigns from campaigns where tenant_id = ${tenant.tenant_id}`;
    const utmId = `spring-${used!.campaigns + 1}`;
    const campaign = await one(sql`
      insert into campaigns (name, campaign_type_id, currency, utm_id, status)
      values ('Spring', ${type.id}, 'EUR', ${utmId}, 'running') returning id`);
    const broadcast = await one(sql`
      insert into broadcasts (campaign_id, name, status) values (${campaign.id}, 'Invitation', 'completed') returning id`);
    const variant = await one(sql`
      insert into variants (source_kind, source_id) values ('broadcast', ${broadcast.id}) returning id`);
    const edition = await one(sql`
      insert into editions (variant_id, content_hash, message_class, from_name, from_address, subject, preheader, html, text, links)
      values (${variant.id}, 'hash', 'marketing', 'Acme', 'news@acme.example', 'Spring is here', '', '', '', ${JSON.stringify(links)}::text::jsonb)
      returning id`);
    const batch = await one(sql`
      insert into message_batches (source_kind, source_id, campaign_id, size, not_before, finished_at)
      values ('broadcast', ${broadcast.id}, ${campaign.id}, ${people}, now(), now()) returning id`);
    const persons = await sql<{ id: string }[]>`
      insert into people (email, email_key, first_name, consent)
      select 'p' || n || '@' || host, 'p' || n || '@' || host, 'Person ' || n, 'granted'
      from generate_series(1, ${people}) n, concat(nullif(${utmId}, 'spring-1') || '.', 'people.example') host returning id`;
    const personIds = persons.map((person) => person.id);
    await sql`
      insert into campaign_members (campaign_id, person_id, status_id)
      select ${campaign.id}, id, ${statuses[0]!.id} from people where id = any(${personIds})`;
    const messages = await sql<{ id: string; person_id: string }[]>`
      insert into messages (batch_id, person_id, source_id, occurrence, edition_id, status, attempts, sent_at)
      select ${batch.id}, id, ${broadcast.id}, ${broadcast.id}, ${edition.id}, 'sent', 1, now() - make_interval(secs => ${sentSecondsAgo})
      from people where id = any(${personIds}) returning id, person_id`;
    await sql`
      insert into source_counters (source_id, name, value) values (${broadcast.id}, 'frozen', ${people}), (${broadcast.id}, 'sent', ${people})`;
    const messageOf = new Map(messages.map((message) => [message.person_id, message.id]));
    return {
      tenantId: tenant.tenant_id,
      tenantNumber: tenant.number,
      campaignId: campaign.id,
      broadcastId: broadcast.id,
      editionId: edition.id,
      statuses: { invited: statuses[0]!.id, registered: statuses[1]!.id, attended: statuses[2]!.id },
      personIds,
      messageIds: personIds.map((id) => messageOf.get(id) as string),
    };
  }) as Promise<SentBroadcast>;
}

async function one<Row = { id: string }>(query: PromiseLike<readonly unknown[]>): Promise<Row> {
  return (await query)[0] as Row;
}

/** Makes everything that waits for its neighbours due now. */
export async function settleNow(owner: Database): Promise<void> {
  await owner.sql`update engagement_work set due_at = now() - interval '1 second'`;
}

/** One more message of a broadcast that goes to somebody at this moment, as a lane marks it. */
export async function sendOneMore(
  owner: Database,
  of: { tenantId: string; broadcastId: string; editionId: string; personId: string },
): Promise<void> {
  const { tenantId, broadcastId, editionId, personId } = of;
  await owner.sql`
    with batch as (
      insert into message_batches (tenant_id, source_kind, source_id, size, not_before)
      values (${tenantId}, 'broadcast', ${broadcastId}, 1, now()) returning id)
    insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id, status, sent_at)
    select ${tenantId}, id, ${personId}, ${broadcastId}, uuidv7(), ${editionId}, 'sent', now() from batch`;
}
