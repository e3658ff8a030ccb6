import { sql, type RawBuilder } from 'kysely';
import type {
  ContactRole,
  ListedOpportunity,
  Opportunity,
  OpportunityFilter,
  OpportunitySort,
  OpportunitySummary,
} from '../../../domain/opportunities/opportunity.ts';
import type { OpportunityState } from '../../../domain/opportunities/stage.ts';
import type { TenantDb } from '../../connection.ts';
import { dayOf, plainRate } from '../costs/exchange-rates.ts';

/** An opportunity with its place in the order of a list, for the next page's cursor. */
export type PlacedOpportunity = ListedOpportunity & { place: string };

interface Row {
  id: string;
  externalId: string | null;
  name: string;
  stageId: string;
  stage: string;
  state: OpportunityState;
  probabilityPercent: string | null;
  amountMinor: number;
  currency: string;
  rate: string | null;
  valueMinor: number | null;
  into: string;
  refundedMinor: number;
  openedAt: Date;
  expectedCloseOn: Date | null;
  closedAt: Date | null;
  accountId: string | null;
  accountName: string | null;
  accountExternalId: string | null;
  ownerId: string | null;
  leadSource: string | null;
  primaryCampaignId: string | null;
  primaryCampaignName: string | null;
  primaryCampaignUtmId: string | null;
  people: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  place: string;
}

const places: Record<string, { column: string; type: string }> = {
  openedAt: { column: 'o.opened_at', type: 'timestamptz' },
  closedAt: { column: "coalesce(o.closed_at, '-infinity')", type: 'timestamptz' },
  value: { column: 'coalesce(o.value_minor, -1)', type: 'int8' },
  name: { column: 'o.name', type: 'text' },
};

/** Opportunities that match a filter, in a stable order; `after` is place and id of the last row of the page before. */
export async function listOpportunities(
  db: TenantDb,
  input: { filter: OpportunityFilter; sort: OpportunitySort; limit: number; after: readonly [string, string] | null },
): Promise<PlacedOpportunity[]> {
  const { filter, sort, limit, after } = input;
  const { column, type } = places[sort.replace('-', '')] ?? places.openedAt!;
  const [direction, beyond] = sort.startsWith('-') ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const place = sql.raw(column);
  // The cursor goes in as text: as a timestamp the driver would cut it to milliseconds, and rows would come twice.
  const from = after
    ? sql`and (${place}, o.id) ${beyond} (${after[0]}::text::${sql.raw(type)}, ${after[1]}::uuid)`
    : sql``;
  const rows = await selectRows(db, {
    where: sql`${matches(filter)} ${from}`,
    place,
    end: sql`order by ${place} ${direction}, o.id ${direction} limit ${limit}`,
  });
  return rows.map((row) => ({ ...toListed(row), place: row.place }));
}

/** One opportunity, unless it was deleted. */
export async function findOpportunity(db: TenantDb, id: string): Promise<Opportunity | undefined> {
  const [row] = await selectRows(db, {
    where: sql`o.deleted_at is null and o.id = ${id}::uuid`,
    place: sql`''`,
    end: sql``,
  });
  if (!row) return undefined;
  const { accountExternalId, primaryCampaignUtmId, rate } = row;
  return {
    ...toListed(row),
    accountExternalId,
    primaryCampaignUtmId,
    rate: rate && plainRate(rate),
    contactRoles: await listContactRoles(db, id),
  };
}

/** Who has a part in an opportunity, the primary contact first; whoever was erased is named no more. */
async function listContactRoles(db: TenantDb, opportunityId: string): Promise<ContactRole[]> {
  const { rows } = await sql<Omit<ContactRole, 'addedAt'> & { addedAt: Date }>`
    select r.person_id as "personId", trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')) as name, p.email,
      r.role, r.is_primary as "isPrimary", r.added_at as "addedAt"
    from opportunity_people r join people p on p.tenant_id = r.tenant_id and p.id = r.person_id and p.erased_at is null
    where r.tenant_id = current_tenant() and r.opportunity_id = ${opportunityId}
    order by r.is_primary desc, r.added_at, r.person_id`.execute(db);
  return rows.map((row) => ({ ...row, addedAt: row.addedAt.toISOString() }));
}

/** The opportunities that match a filter, in numbers. */
export async function summariseOpportunities(db: TenantDb, filter: OpportunityFilter): Promise<OpportunitySummary> {
  const { rows } = await sql<{
    state: OpportunityState;
    count: number;
    valueMinor: number;
    withoutRate: number;
    refundedMinor: number;
  }>`
    select o.state, count(*) as count, coalesce(sum(o.value_minor), 0)::int8 as "valueMinor",
      count(*) filter (where o.value_minor is null) as "withoutRate", coalesce(sum(f.refunded), 0)::int8 as "refundedMinor"
    from opportunities o ${refunds}
    where o.tenant_id = current_tenant() and ${matches(filter)} group by o.state`.execute(db);
  const { currency } = await db.selectFrom('tenants').select('currency').executeTakeFirstOrThrow();
  const of = (state: OpportunityState) => {
    const { count = 0, valueMinor = 0, withoutRate = 0 } = rows.find((row) => row.state === state) ?? {};
    return { count, value: { amountMinor: valueMinor, currency }, withoutRate };
  };
  // What is given back of what is not won takes nothing from it: a refund may be told before its win, and stays when that is undone.
  const refunded = { amountMinor: rows.find(({ state }) => state === 'won')?.refundedMinor ?? 0, currency };
  return { open: of('open'), won: of('won'), lost: of('lost'), refunded };
}

/** Marks an opportunity as deleted at a known version (null: whichever it has); false where there is none such. */
export async function markOpportunityDeleted(
  db: TenantDb,
  { id, version }: { id: string; version: number | null },
): Promise<boolean> {
  const result = await db
    .updateTable('opportunities')
    .set({ deletedAt: sql<Date>`now()`, updatedAt: sql<Date>`now()`, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .$if(version !== null, (query) => query.where('version', '=', version ?? 0))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

const refunds = sql`left join lateral (
      select sum(value_minor) as refunded from opportunity_refunds r where r.tenant_id = o.tenant_id and r.opportunity_id = o.id) f on true`;

async function selectRows(
  db: TenantDb,
  { where, place, end }: { where: RawBuilder<unknown>; place: RawBuilder<unknown>; end: RawBuilder<unknown> },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select o.id, o.external_id as "externalId", o.name, o.stage_id as "stageId", s.name as stage, o.state,
      s.probability_percent as "probabilityPercent", o.amount_minor as "amountMinor", o.currency, o.rate::text as rate,
      o.value_minor as "valueMinor", t.currency as into, coalesce(f.refunded, 0)::int8 as "refundedMinor", o.opened_at as "openedAt",
      o.expected_close_on as "expectedCloseOn", o.closed_at as "closedAt", o.account_id as "accountId", a.name as "accountName",
      a.external_id as "accountExternalId", o.owner_id as "ownerId", o.lead_source as "leadSource",
      o.primary_campaign_id as "primaryCampaignId", c.name as "primaryCampaignName", c.utm_id as "primaryCampaignUtmId",
      (select count(*) from opportunity_people r join people p on p.tenant_id = r.tenant_id and p.id = r.person_id and p.erased_at is null
        where r.tenant_id = o.tenant_id and r.opportunity_id = o.id) as people,
      o.version, o.created_at as "createdAt", o.updated_at as "updatedAt", ${place}::text as place
    from opportunities o
    join tenants t on t.tenant_id = o.tenant_id
    join opportunity_stages s on s.tenant_id = o.tenant_id and s.id = o.stage_id
    left join accounts a on a.tenant_id = o.tenant_id and a.id = o.account_id
    left join campaigns c on c.tenant_id = o.tenant_id and c.id = o.primary_campaign_id
    ${refunds}
    where o.tenant_id = current_tenant() and ${where} ${end}`.execute(db);
  return rows;
}

function matches(filter: OpportunityFilter): RawBuilder<unknown> {
  const { state, stageId, accountId, personId, campaignId, ownerId, q } = filter;
  const { openedFrom, openedTo, closedFrom, closedTo } = filter;
  const conditions = [
    sql`o.deleted_at is null`,
    state && sql`o.state = ${state}`,
    stageId && sql`o.stage_id = ${stageId}::uuid`,
    accountId && sql`o.account_id = ${accountId}::uuid`,
    campaignId && sql`o.primary_campaign_id = ${campaignId}::uuid`,
    ownerId && sql`o.owner_id = ${ownerId}`,
    personId &&
      sql`exists (select from opportunity_people r where r.tenant_id = o.tenant_id and r.opportunity_id = o.id and r.person_id = ${personId}::uuid)`,
    q && sql`(strpos(lower(o.name), lower(${q})) > 0 or o.external_id = ${q})`,
    openedFrom && sql`o.opened_at >= ${openedFrom}::timestamptz`,
    openedTo && sql`o.opened_at < ${openedTo}::timestamptz`,
    closedFrom && sql`o.closed_at >= ${closedFrom}::timestamptz`,
    closedTo && sql`o.closed_at < ${closedTo}::timestamptz`,
  ].filter((condition) => condition !== undefined && condition !== '');
  return sql.join(conditions, sql` and `);
}

function toListed(row: Row): ListedOpportunity {
  const { id, externalId, name, stageId, stage, state, accountId, accountName, ownerId, leadSource } = row;
  const { primaryCampaignId, primaryCampaignName, people, version } = row;
  return {
    ...{ id, externalId, name, stageId, stage, state, accountId, accountName, ownerId, leadSource },
    ...{ primaryCampaignId, primaryCampaignName, people, version },
    probabilityPercent: row.probabilityPercent === null ? null : Number(row.probabilityPercent),
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    value: row.valueMinor === null ? null : { amountMinor: row.valueMinor, currency: row.into },
    refunded: { amountMinor: row.refundedMinor, currency: row.into },
    openedAt: row.openedAt.toISOString(),
    expectedCloseOn: row.expectedCloseOn && dayOf(row.expectedCloseOn),
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
