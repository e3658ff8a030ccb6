import { sql } from 'kysely';
import type { HeldLine, HeldOpportunity, HeldRole } from '../../../domain/opportunities/held.ts';
import type { TenantDb } from '../../connection.ts';

/** By what opportunities are looked for. */
export interface OpportunityKeys {
  ids: readonly string[];
  externalIds: readonly string[];
}

/**
 * The opportunities of these ids and external ids, with history and parts, held in order of id; those that were deleted too. Whoever
 * asks for an external id that nobody has keeps others from making it meanwhile.
 */
export async function holdOpportunities(db: TenantDb, keys: OpportunityKeys): Promise<HeldOpportunity[]> {
  const first = await selectHeld(db, keys);
  const known = new Set(first.map(({ externalId }) => externalId));
  const unknown = keys.externalIds.filter((id) => !known.has(id)).sort();
  if (unknown.length === 0) return first;
  await sql`
    select pg_advisory_xact_lock(hashtextextended(current_tenant()::text || k, 130))
    from unnest(${sql.val(unknown)}::text[]) with ordinality as w (k, place) order by place`.execute(db);
  return [...first, ...(await selectHeld(db, { ids: [], externalIds: unknown }))];
}

async function selectHeld(db: TenantDb, { ids, externalIds }: OpportunityKeys): Promise<HeldOpportunity[]> {
  const { rows } = await sql<Omit<HeldOpportunity, 'lines' | 'roles'>>`
    select o.id, o.external_id as "externalId", false as "isNew", o.version, ${iso('o.deleted_at')} as "deletedAt",
      jsonb_build_object('name', o.name, 'accountId', o.account_id, 'ownerId', o.owner_id, 'leadSource', o.lead_source,
        'primaryCampaignId', o.primary_campaign_id, 'openedAt', ${iso('o.opened_at')}, 'expectedCloseOn', o.expected_close_on) as facts,
      o.fact_times as times,
      jsonb_build_object('stageId', o.stage_id, 'state', o.state, 'amountMinor', o.amount_minor, 'currency', o.currency,
        'closedAt', ${iso('o.closed_at')}) as standing,
      o.rate::text as rate, o.value_minor as "valueMinor"
    from opportunities o
    where o.tenant_id = current_tenant()
      and (o.id = any(${sql.val([...ids])}::uuid[]) or o.external_id = any(${sql.val([...externalIds])}::text[]))
    order by o.id for no key update`.execute(db);
  const found = rows.map((row) => row.id);
  const lines = await selectLines(db, found);
  const roles = await selectRoles(db, found);
  return rows.map((row) => ({
    ...row,
    lines: lines.filter(({ opportunityId }) => opportunityId === row.id),
    roles: roles.filter(({ opportunityId }) => opportunityId === row.id),
  }));
}

async function selectLines(db: TenantDb, ids: string[]): Promise<(HeldLine & { opportunityId: string })[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<HeldLine & { opportunityId: string; saysStage: boolean; saysAmount: boolean }>`
    select h.opportunity_id as "opportunityId", h.id, ${iso('h.occurred_at')} as "occurredAt", h.stage_id as "stageId",
      -- What the stage means today, so that one whose meaning was mended is told anew.
      s.outcome as state, h.amount_minor as "amountMinor", h.currency, h.value_minor as "valueMinor", h.says_stage as "saysStage",
      h.says_amount as "saysAmount", ${iso('h.closed_at')} as "closedAt", h.external_id as "changeId"
    from opportunity_history h join opportunity_stages s on s.tenant_id = h.tenant_id and s.id = h.stage_id
    where h.tenant_id = current_tenant() and h.opportunity_id = any(${sql.val(ids)}::uuid[])
    order by h.opportunity_id, h.occurred_at, h.id`.execute(db);
  return rows.map(({ saysStage, saysAmount, ...line }) => ({
    ...line,
    stage: saysStage ? { stageId: line.stageId, state: line.state } : null,
    amount: saysAmount ? { amountMinor: line.amountMinor, currency: line.currency } : null,
  }));
}

/** Somebody who was erased is named no more. */
async function selectRoles(db: TenantDb, ids: string[]): Promise<(HeldRole & { opportunityId: string })[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('opportunityPeople as o')
    .innerJoin('people as p', (join) => join.onRef('p.tenantId', '=', 'o.tenantId').onRef('p.id', '=', 'o.personId'))
    .select(['o.opportunityId', 'o.personId', 'o.role', 'o.isPrimary'])
    .where('o.opportunityId', 'in', ids)
    .where('p.erasedAt', 'is', null)
    .orderBy('o.addedAt')
    .orderBy('o.personId')
    .execute();
}

/** Writes opportunities as they are now, new or known. */
export async function upsertOpportunities(db: TenantDb, held: readonly HeldOpportunity[]): Promise<void> {
  const rows = held.map(({ id, externalId, deletedAt, facts, times, standing, rate, valueMinor }) => ({
    ...{ id, external_id: externalId, deleted_at: deletedAt, rate, value_minor: valueMinor, fact_times: times },
    ...{ name: facts.name, account_id: facts.accountId, owner_id: facts.ownerId, lead_source: facts.leadSource },
    ...{
      primary_campaign_id: facts.primaryCampaignId,
      opened_at: facts.openedAt,
      expected_close_on: facts.expectedCloseOn,
    },
    ...{
      stage_id: standing.stageId,
      state: standing.state,
      amount_minor: standing.amountMinor,
      currency: standing.currency,
    },
    closed_at: standing.closedAt,
  }));
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const list = sql.join(columns.map((column) => sql.ref(column)));
  const set = columns
    .filter((column) => column !== 'id')
    .map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`);
  await sql`
    insert into opportunities as o (${list})
    select ${list} from jsonb_populate_recordset(null::opportunities, ${JSON.stringify(rows)}::text::jsonb)
    on conflict (tenant_id, id) do update set ${sql.join(set)}, version = o.version + 1, updated_at = now()`.execute(
    db,
  );
}

/** Writes lines of the history that are new, or that stand otherwise since another one was heard. */
export async function upsertLines(
  db: TenantDb,
  lines: readonly { opportunityId: string; line: HeldLine }[],
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(({ opportunityId, line }) => ({
    ...{ id: line.id, opportunity_id: opportunityId, occurred_at: line.occurredAt, external_id: line.changeId },
    ...{ stage_id: line.stageId, state: line.state, amount_minor: line.amountMinor, currency: line.currency },
    ...{ value_minor: line.valueMinor, says_stage: line.stage !== null, says_amount: line.amount !== null },
    closed_at: line.closedAt,
  }));
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((column) => sql.ref(column)));
  await sql`
    insert into opportunity_history as h (${columns})
    select ${columns} from jsonb_populate_recordset(null::opportunity_history, ${JSON.stringify(rows)}::text::jsonb)
    on conflict (tenant_id, id) do update set stage_id = excluded.stage_id, state = excluded.state,
      amount_minor = excluded.amount_minor, currency = excluded.currency, value_minor = excluded.value_minor
    where (h.stage_id, h.state, h.amount_minor, h.currency, h.value_minor) is distinct from
      (excluded.stage_id, excluded.state, excluded.amount_minor, excluded.currency, excluded.value_minor)`.execute(db);
}

/**
 * Gives people the parts that they have now and takes the others away. Who keeps theirs keeps the day they got it; who was erased is
 * nobody's to name any more, and what they had a part in stays so for the counts.
 */
export async function replaceRoles(db: TenantDb, held: readonly HeldOpportunity[]): Promise<void> {
  const rows = held.flatMap(({ id, roles }) =>
    roles.map(({ personId, role, isPrimary }) => ({
      opportunity_id: id,
      person_id: personId,
      role,
      is_primary: isPrimary,
    })),
  );
  const given = sql`jsonb_populate_recordset(null::opportunity_people, ${JSON.stringify(rows)}::text::jsonb)`;
  await sql`
    delete from opportunity_people o using people p
    where o.tenant_id = current_tenant() and o.opportunity_id = any(${sql.val(held.map(({ id }) => id))}::uuid[])
      and p.tenant_id = o.tenant_id and p.id = o.person_id and p.erased_at is null
      and (o.opportunity_id, o.person_id) not in (select opportunity_id, person_id from ${given})`.execute(db);
  await sql`
    insert into opportunity_people as o (opportunity_id, person_id, role, is_primary)
    select opportunity_id, person_id, role, is_primary from ${given}
    on conflict (tenant_id, opportunity_id, person_id) do update set role = excluded.role, is_primary = excluded.is_primary
    where (o.role, o.is_primary) <> (excluded.role, excluded.is_primary)`.execute(db);
}

/** A time as ISO 8601 in UTC with milliseconds, comparable as text. */
function iso(column: string) {
  return sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
