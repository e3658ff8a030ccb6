import { sql } from 'kysely';
import type { MergeData } from '../../../domain/content/merge-data.ts';
import { settleMs, type Judgement } from '../../../domain/engagement/verdict.ts';
import type { Db, TenantDb } from '../../connection.ts';

/** A request for a pixel or a link, as it is kept: with its verdict where the request alone gave one. */
export interface NewHit {
  kind: 'open' | 'click';
  messageId: string;
  /** How long ago the request came in; times are the database's, so that several clocks need not agree. */
  agoMs: number;
  linkIndex: number | null;
  judgement: Judgement | null;
  userAgent: string | null;
  isHead: boolean;
  isPrefetch?: boolean;
}

/** What the message of a recorded hit is, so that the link can be resolved. */
export interface RecordedHit {
  editionId: string;
  personId: string;
}

/**
 * Appends hits of one tenant in one statement and one round trip, each with a work row that is due once its neighbours are in.
 * The answer has a place per hit: null where the tenant has no such message. It sets the tenant itself (see `record_hits`),
 * because this path may not spend three round trips on a transaction.
 */
export async function recordHits(db: Db, tenantId: string, hits: readonly NewHit[]): Promise<(RecordedHit | null)[]> {
  const given = hits.map(({ judgement, userAgent, isHead, isPrefetch, ...hit }, place) => ({
    ...hit,
    place,
    verdict: judgement?.verdict ?? 'unknown',
    rule: judgement?.rule ?? null,
    data: {
      ...(userAgent === null ? {} : { userAgent }),
      ...(isHead ? { isHead } : {}),
      ...(isPrefetch ? { isPrefetch } : {}),
    },
  }));
  const { rows } = await sql<RecordedHit & { place: number }>`
    select place, edition_id, person_id
    from record_hits(${tenantId}, ${JSON.stringify(given)}::text::jsonb, make_interval(secs => ${settleMs / 1000}))`.execute(
    db,
  );
  const recorded: (RecordedHit | null)[] = hits.map(() => null);
  for (const { place, ...hit } of rows) recorded[place] = hit;
  return recorded;
}

/** A tracked link of an edition: where it leads (it may hold merge fields) and whether it is the one no reader can see. */
export interface TrackedLink {
  url: string;
  label: string;
  honeypot?: boolean;
}

/** The links of an edition in the order of their index; null where the tenant has no such edition. */
export async function findEditionLinks(db: TenantDb, editionId: string): Promise<TrackedLink[] | null> {
  const row = await db.selectFrom('editions').select('links').where('id', '=', editionId).executeTakeFirst();
  return row ? (row.links as unknown as TrackedLink[]) : null;
}

/** What links of an edition are tagged with; null where they are not: the tenant wants none, or it is of no campaign. */
export interface EditionTags {
  utmId: string;
  campaign: string;
  /** The origins of the tenant's own sites. */
  ownOrigins: string[];
}

/** What the links of a message's edition are tagged with. */
export async function findEditionTags(db: TenantDb, messageId: string): Promise<EditionTags | null> {
  const { rows } = await sql<EditionTags>`
    select c.utm_id, c.name as campaign, array(
      select distinct origin from write_keys k, unnest(k.origins) origin
      where k.tenant_id = current_tenant() and k.revoked_at is null and k.kind = 'site') as own_origins
    from messages m
    join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
    join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id
    join tenants t on t.tenant_id = m.tenant_id
    where m.tenant_id = current_tenant() and m.id = ${messageId} and t.link_tagging`.execute(db);
  return rows[0] ?? null;
}

/** The tenant with this number in tokens; asked through the role that may list tenants. */
export async function findTenantByNumber(
  directory: Db,
  number: number,
): Promise<{ tenantId: string; name: string } | null> {
  const row = await directory
    .selectFrom('tenants')
    .select(['tenantId', 'name'])
    .where('number', '=', number)
    .executeTakeFirst();
  return row ?? null;
}

interface MergeRow {
  person: Record<string, string | null>;
  attributes: MergeData['person']['attributes'] | null;
  tenantName: string;
  postalAddress: string;
  campaignName: string | null;
}

/**
 * What the merge fields of links are filled from: the person as they are now, the tenant and the message's campaign. One round trip
 * that sets the tenant itself, like `recordHits`. Null where the tenant has no such message.
 */
export async function findMergeData(db: Db, tenantId: string, messageId: string): Promise<MergeData | null> {
  const { rows } = await sql<MergeRow>`select * from merge_data_of(${tenantId}, ${messageId})`.execute(db);
  const [row] = rows;
  if (!row) return null;
  const field = (column: string): string | null => row.person[column] ?? null;
  return {
    person: {
      firstName: field('first_name'),
      lastName: field('last_name'),
      email: field('email'),
      company: field('company'),
      jobTitle: field('job_title'),
      phone: field('phone'),
      street: field('street'),
      city: field('city'),
      region: field('region'),
      postalCode: field('postal_code'),
      country: field('country'),
      attributes: row.attributes ?? {},
    },
    tenant: { name: row.tenantName, postalAddress: row.postalAddress },
    campaign: { name: row.campaignName ?? '' },
  };
}
