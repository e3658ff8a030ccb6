import { sql } from 'kysely';
import type { Candidate } from '../../../domain/next-actions/assess.ts';
import type { EffectGroup } from '../../../domain/next-actions/effect.ts';
import type { TenantDb } from '../../connection.ts';

/** A decision of which it is known what came. */
export interface OutcomeRow {
  personId: string;
  decidedAt: Date;
  /** The offer's id, `wait` or `stop`. */
  chosen: string;
  eligible: Candidate[];
  probability: number;
  reached: boolean;
}

/** The latest decisions of one version whose outcome is known, without those for people who are held out: these were not drawn at random. */
export async function listOutcomes(
  db: TenantDb,
  { versionId, sinceIso, limit }: { versionId: string; sinceIso: string; limit: number },
): Promise<OutcomeRow[]> {
  const { rows } = await sql<OutcomeRow>`
    select person_id, decided_at, coalesce(offer_id::text, kind) as chosen, eligible, probability, reached
    from next_actions
    where tenant_id = current_tenant() and version_id = ${versionId} and settled_at is not null and not is_held_out
      and decided_at > ${sinceIso}::timestamptz
    order by decided_at desc, id limit ${limit}`.execute(db);
  return rows;
}

/** Of everybody's first decision under a policy: how many of those who could get something answered, and of those who could not. */
export async function countEffect(
  db: TenantDb,
  policyId: string,
): Promise<{ acted: EffectGroup; heldOut: EffectGroup }> {
  const { rows } = await sql<{ isHeldOut: boolean; people: number; answered: number }>`
    select is_held_out, count(*)::int as people, count(*) filter (where reached)::int as answered
    from (
      select distinct on (person_id) is_held_out, reached, settled_at from next_actions
      where tenant_id = current_tenant() and policy_id = ${policyId} order by person_id, decided_at, id) first
    where settled_at is not null group by 1`.execute(db);
  const groupOf = (isHeldOut: boolean) => {
    const row = rows.find((one) => one.isHeldOut === isHeldOut);
    return { people: row?.people ?? 0, answered: row?.answered ?? 0 };
  };
  return { acted: groupOf(false), heldOut: groupOf(true) };
}

/** What was found by an evaluation. */
export interface NewEvaluation {
  policyId: string;
  atIso: string;
  decisions: number;
  why: string;
  figures: object;
}

/** Keeps what an evaluation found, and that it was done. */
export async function insertEvaluation(
  db: TenantDb,
  { policyId, atIso, decisions, why, figures }: NewEvaluation,
): Promise<void> {
  await sql`
    insert into next_action_evaluations (policy_id, at, decisions, why, figures)
    values (${policyId}::uuid, ${atIso}::timestamptz, ${decisions}::int, ${why}, ${JSON.stringify(figures)}::text::jsonb)`.execute(
    db,
  );
  await sql`
    update next_action_policies set evaluated_at = ${atIso}::timestamptz
    where tenant_id = current_tenant() and id = ${policyId}`.execute(db);
}

/** Lets a learned version take over; what decided before is retired. */
export async function promoteVersion(
  db: TenantDb,
  { policyId, model, replaces }: { policyId: string; model: object; replaces: string },
): Promise<void> {
  await sql`
    with retired as (
      update next_action_versions set status = 'retired' where tenant_id = current_tenant() and id = ${replaces}),
    made as (
      insert into next_action_versions (policy_id, number, kind, status, model)
      select ${policyId}::uuid, max(number) + 1, 'learned', 'champion', ${JSON.stringify(model)}::text::jsonb
      from next_action_versions where tenant_id = current_tenant() and policy_id = ${policyId}
      returning id)
    update next_action_policies set champion_id = (select id from made), updated_at = now()
    where tenant_id = current_tenant() and id = ${policyId} and champion_id = ${replaces}`.execute(db);
}

/** An evaluation as pages show it. */
export interface EvaluationRow {
  at: Date;
  decisions: number;
  why: 'better' | 'too_little' | 'incumbent_wins' | 'constant_wins';
  figures: Record<string, unknown>;
}

/** The latest evaluations of a policy, the newest first. */
export async function listEvaluations(db: TenantDb, policyId: string, limit: number): Promise<EvaluationRow[]> {
  const { rows } = await sql<EvaluationRow>`
    select at, decisions, why, figures from next_action_evaluations
    where tenant_id = current_tenant() and policy_id = ${policyId} order by at desc limit ${limit}`.execute(db);
  return rows;
}
