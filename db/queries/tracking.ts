import { sql } from 'kysely';
import type { MergeData } from '../../domain/content/merge-data.ts';
import { settleMs, type Judgement } from '../../domain/engagement/verdict.ts';
import type { Db, TenantDb } from '../connection.ts';
import { findMergePerson } from './merge-person.ts';

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
  const given = hits.map(({ judgement, userAgent, isHead, ...hit }, place) => ({
    ...hit,
    place,
    verdict: judgement?.verdict ?? 'unknown',
    rule: judgement?.rule ?? null,
    data: { ...(userAgent === null ? {} : { userAgent }), ...(isHead ? { isHead } : {}) },
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

/** What the merge fields of links are filled from: the person as they are now, the tenant and the message's campaign. */
export async function findMergeData(db: TenantDb, messageId: string): Promise<MergeData | null> {
  const row = await db
    .selectFrom('messages as m')
    .innerJoin('tenants as t', 't.tenantId', 'm.tenantId')
    .innerJoin('messageBatches as b', (join) =>
      join.onRef('b.tenantId', '=', 'm.tenantId').onRef('b.id', '=', 'm.batchId'),
    )
    .leftJoin('campaigns as c', (join) =>
      join.onRef('c.tenantId', '=', 'b.tenantId').onRef('c.id', '=', 'b.campaignId'),
    )
    .select(['m.personId', 't.name', 't.postalAddress', 'c.name as campaignName'])
    .where('m.id', '=', messageId)
    .executeTakeFirst();
  const person = row && (await findMergePerson(db, row.personId));
  if (!person) return null;
  const { name, postalAddress, campaignName } = row;
  return { person, tenant: { name, postalAddress }, campaign: { name: campaignName ?? '' } };
}
