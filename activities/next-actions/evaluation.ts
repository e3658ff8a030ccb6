import { withTenant, type TenantDb } from '../../db/connection.ts';
import { listPolicies, type PolicyRow } from '../../db/queries/next-actions/policies.ts';
import {
  insertEvaluation,
  listOutcomes,
  promoteVersion,
  type OutcomeRow,
} from '../../db/queries/next-actions/outcomes.ts';
import { listFeatures } from '../../db/queries/scoring/person-features.ts';
import { stopKey, waitKey } from '../../domain/next-actions/action.ts';
import type { Candidate, ExpectedChances } from '../../domain/next-actions/assess.ts';
import { judge, type Judgement } from '../../domain/next-actions/promotion.ts';
import type { PersonFeatures } from '../../domain/scoring/features.ts';
import { expectActions, learnActions, type ActionModel } from '../../models/next-actions/learn.ts';
import type { ActivityDeps } from '../deps.ts';

const day = 24 * 3600_000;
/** Decisions and answers below which nothing is learned. */
const fewest = { decisions: 400, answers: 40 };
/** The latest decisions that are looked at, and of how many days. */
const reach = { decisions: 20_000, days: 180 };
const daysBetween = 7;

/** Asks of each policy that was not asked for a week whether something that was learned is better; returns how many were asked. */
export async function evaluatePolicies(
  { database, log }: Pick<ActivityDeps, 'database' | 'log'>,
  { tenantId, nowIso }: { tenantId: string; nowIso: string },
): Promise<number> {
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, tenantId, work);
  const before = new Date(Date.parse(nowIso) - daysBetween * day);
  const due = (await inTenant((db) => listPolicies(db, 'deciding'))).filter(
    ({ evaluatedAt }) => evaluatedAt === null || evaluatedAt <= before,
  );
  for (const policy of due) {
    const known = await inTenant((db) => readKnown(db, policy, nowIso));
    const found = known.length === 0 ? null : evaluate(known);
    await inTenant(async (db) => {
      const why = found?.judgement.why ?? 'too_little';
      if (found?.judgement.isPromoted)
        await promoteVersion(db, { policyId: policy.id, model: found.model, replaces: policy.champion.id });
      const figures = found ? figuresOf(found.judgement, found.keys, policy) : {};
      await insertEvaluation(db, { policyId: policy.id, atIso: nowIso, decisions: known.length, why, figures });
      log.info({ tenant: tenantId, policy: policy.id, why }, 'next actions were evaluated');
    });
  }
  return due.length;
}

type Known = OutcomeRow & { features: PersonFeatures };

/** Decisions of the current version, with the facts known about each person at that moment; empty if there are too few. */
async function readKnown(db: TenantDb, { champion }: PolicyRow, nowIso: string): Promise<Known[]> {
  const sinceIso = new Date(Date.parse(nowIso) - reach.days * day).toISOString();
  const rows = await listOutcomes(db, { versionId: champion.id, sinceIso, limit: reach.decisions });
  if (rows.length < fewest.decisions || rows.filter(({ reached }) => reached).length < fewest.answers) return [];
  const known: Known[] = [];
  for (const some of oncePerPerson(rows)) {
    const features = await listFeatures(
      db,
      some.map(({ personId, decidedAt }) => ({ personId, asOf: decidedAt })),
    );
    for (const row of some) {
      const own = features.get(row.personId);
      if (own) known.push({ ...row, features: own });
    }
  }
  return known;
}

/** Rows in groups in which nobody is twice: features are asked for by person. */
function oncePerPerson(rows: readonly OutcomeRow[]): OutcomeRow[][] {
  const groups: { people: Set<string>; rows: OutcomeRow[] }[] = [];
  for (const row of rows) {
    let group = groups.find(({ people, rows }) => rows.length < 1000 && !people.has(row.personId));
    if (!group) groups.push((group = { people: new Set(), rows: [] }));
    group.people.add(row.personId);
    group.rows.push(row);
  }
  return groups.map(({ rows }) => rows);
}

/** Learns from one half of the people and judges on the other. */
export function evaluate(known: readonly Known[]): { judgement: Judgement; model: ActionModel; keys: string[] } {
  const keys = [...new Set(known.flatMap(({ eligible }) => eligible.map(({ key }) => key)))].sort();
  const isLearnedFrom = ({ personId }: Known) => parseInt(personId.slice(-1), 16) % 2 === 0;
  const model = learnActions(
    known.filter(isLearnedFrom).map(({ features, chosen, reached }) => ({ features, key: chosen, reached })),
    1,
  );
  const rows = known.filter((row) => !isLearnedFrom(row));
  const expected = expectActions(
    model,
    rows.map(({ features }) => features),
  );
  const only = (key: string) => keys.map((one) => (one === key ? 1 : 0));
  const bestBy = (row: number) => rows[row]!.eligible[0]!.key;
  const judgement = judge(
    rows.map(({ chosen, probability, reached, eligible }) => ({
      action: keys.indexOf(chosen),
      probability,
      reward: reached ? valueOf(eligible, chosen) : 0,
    })),
    {
      candidate: (row) => only(bestWith(rows[row]!.eligible, expected[row]!)),
      incumbent: (row) => only(bestBy(row)),
      constants: keys.map(
        (key) => (row) => only(rows[row]!.eligible.some((one) => one.key === key) ? key : bestBy(row)),
      ),
      expected: (row) =>
        keys.map((key) => chanceWith(rows[row]!.eligible, key, expected[row]!) * valueOf(rows[row]!.eligible, key)),
    },
  );
  return { judgement, model, keys };
}

const valueOf = (eligible: readonly Candidate[], key: string): number =>
  eligible.find((one) => one.key === key)?.value ?? 0;

const chanceWith = (eligible: readonly Candidate[], key: string, expected: ExpectedChances): number =>
  expected[key === stopKey ? waitKey : key] ?? eligible.find((one) => one.key === key)?.chance ?? 0;

/** What would be chosen by learned chances: with the same values, levers and fatigue. */
function bestWith(eligible: readonly Candidate[], expected: ExpectedChances): string {
  const priority = (one: Candidate) => {
    const learned = expected[one.key === stopKey ? waitKey : one.key];
    return learned === undefined ? one.priority : learned * one.value * one.lever - one.fatigue;
  };
  return eligible.reduce((best, one) => (priority(one) > priority(best) ? one : best)).key;
}

/** The figures of an evaluation with the actions called by their names. */
function figuresOf(judgement: Judgement, keys: readonly string[], { offers }: PolicyRow): object {
  const key = keys[judgement.bestConstant.action] ?? waitKey;
  const label = offers.find(({ id }) => id === key)?.label ?? (key === stopKey ? 'Leave alone' : 'Wait');
  return { ...judgement, bestConstant: { label, value: judgement.bestConstant.value } };
}
