import type { TenantDb } from '../../db/connection.ts';
import { askForNextActions } from '../../db/queries/next-actions/work.ts';
import { readFeatures } from '../../db/queries/scoring/person-features.ts';
import {
  insertScoreMoves,
  listScores,
  writeScores,
  type KeptScore,
  type NewScore,
  type ScoredPerson,
} from '../../db/queries/scoring/person-scores.ts';
import type { PersonFeatures } from '../../domain/scoring/features.ts';
import { gradeOf, scoreOf } from '../../domain/scoring/grade.ts';
import { hasJumped, scoreCause } from '../../domain/next-actions/cause.ts';
import { hasMoved, movesOf, reasonsOf } from '../../domain/scoring/reasons.ts';
import { ruleScore } from '../../domain/scoring/rule-score.ts';
import type { Explained, OpenModel } from '../../models/scoring/open-model.ts';

/** What scores: the champion, or the rule where there is none, and the shadow beside it. */
export interface Scoring {
  champion: { id: string; version: number; model: OpenModel } | null;
  shadow: { id: string; version: number; model: OpenModel } | null;
}

/** A person with the facts that are known about them and the score that follows from these. */
interface Worked {
  personId: string;
  isLead: boolean;
  features: PersonFeatures;
  /** Whose chance the champion says; a contact is converted already, and is scored by the rule. */
  byModel: boolean;
  score: NewScore;
  given: readonly { feature: string; points: number }[];
}

/** Somebody the champion scored: what was looked at, and the chance. */
export interface ScoredLead {
  features: PersonFeatures;
  chance: number;
}

/**
 * Scores people as they are known at `now` and writes it down, with what moved a score by much. Doing it again changes nothing but the time.
 * Returns how many were scored, and the leads among them whom the champion scored.
 */
export async function scoreBatch(
  db: TenantDb,
  { people, now, scoring }: { people: readonly ScoredPerson[]; now: Date; scoring: Scoring },
): Promise<{ scored: number; leads: ScoredLead[] }> {
  if (people.length === 0) return { scored: 0, leads: [] };
  const features = await readFeatures(
    db,
    people.map(({ personId }) => ({ personId, asOf: now })),
  );
  const known = people.flatMap((person, at) => (features[at] ? [{ ...person, features: features[at] }] : []));
  const worked = await work(known, scoring);
  if (worked.length === 0) return { scored: 0, leads: [] };
  const before = await listScores(
    db,
    worked.map(({ personId }) => personId),
  );
  await keepMoves(db, { worked, before, now, scoring });
  await writeScores(
    db,
    worked.map(({ score }) => score),
    now,
  );
  const leads = worked.flatMap(({ byModel, features, score }) =>
    byModel ? [{ features, chance: score.chance! }] : [],
  );
  return { scored: worked.length, leads };
}

type Known = ScoredPerson & { features: PersonFeatures };

async function work(known: readonly Known[], { champion, shadow }: Scoring): Promise<Worked[]> {
  const leads = known.filter(({ isLead }) => isLead);
  const explained = new Map<string, Explained>();
  if (champion) {
    const all = await champion.model.explain(leads.map(({ features }) => features));
    for (const [at, { personId }] of leads.entries()) explained.set(personId, all[at]!);
  }
  const shadowChances = shadow ? await shadow.model.chances(leads.map(({ features }) => features)) : null;
  const shadowed = new Map(leads.map(({ personId }, at) => [personId, shadowChances?.[at] ?? null]));
  return known.map(({ personId, isLead, features }): Worked => {
    const said = explained.get(personId);
    const beside = { shadowModelId: null as string | null, shadowChance: shadowed.get(personId) ?? null };
    if (beside.shadowChance !== null) beside.shadowModelId = shadow!.id;
    if (!said || !champion) {
      const { score, grade, reasons } = ruleScore(features);
      const rated = { personId, score, grade, chance: null, modelId: null, reasons, ...beside };
      return { personId, isLead, features, byModel: false, score: rated, given: reasons };
    }
    const { chance, given } = said;
    const reasons = reasonsOf(given, features);
    const score = scoreOf(chance);
    const rated = { personId, score, grade: gradeOf(chance), chance, modelId: champion.id, reasons, ...beside };
    return { personId, isLead, features, byModel: true, score: rated, given };
  });
}

interface Moving {
  worked: readonly Worked[];
  before: ReadonlyMap<string, Omit<KeptScore, 'reasons'>>;
  now: Date;
  scoring: Scoring;
}

/**
 * Keeps what moved by much. Where something else scores than before, that alone is told: it says nothing of the person, and is no reason to do
 * anything about them.
 */
async function keepMoves(db: TenantDb, { worked, before, now, scoring }: Moving): Promise<void> {
  const moved = worked.flatMap((one): Moved[] => {
    const was = before.get(one.personId);
    return was && was.scoredAt < now && hasMoved(was, one.score) ? [{ ...one, was }] : [];
  });
  if (moved.length === 0) return;
  const [known, others] = [moved.filter(isSameScorer), moved.filter((one) => !isSameScorer(one))];
  const [converted, other] = [others.filter(wasConverted), others.filter((one) => !wasConverted(one))];
  const whys = await whatMoved(db, known, scoring);
  await insertScoreMoves(db, [
    ...known.map((one, at) => ({ ...moveOf(one, now), cause: 'known' as const, moved: whys[at]! })),
    ...converted.map((one) => ({ ...moveOf(one, now), cause: 'known' as const, moved: [conversionOf(one)] })),
    ...other.map((one) => ({ ...moveOf(one, now), cause: 'scorer' as const, moved: [] })),
  ]);
  const jumped = known.filter(({ was, score }) => hasJumped(was, score));
  const cause = scoreCause(now.toISOString());
  await askForNextActions(
    db,
    jumped.map(({ personId }) => ({ personId, campaignId: null, cause })),
  );
}

type Moved = Worked & { was: Omit<KeptScore, 'reasons'> };

/** A model scores only leads. Somebody whom it scored and who is no lead any more was converted. */
const wasConverted = ({ was, isLead }: Moved): boolean => was.modelId !== null && !isLead;

const conversionOf = ({ was, score }: Moved) => ({
  feature: 'converted',
  points: score.score - was.score,
  text: 'Was converted, and is scored by the rule as every contact',
});

const isSameScorer = ({ was, score }: Moved): boolean => was.modelId === score.modelId;

const moveOf = ({ personId, score, was }: Moved, now: Date) => ({
  ...{ personId, at: now, score: score.score, grade: score.grade, modelId: score.modelId },
  ...{ wasScore: was.score, wasGrade: was.grade, wasAt: was.scoredAt },
});

/** To see what moved people, the current model is asked about the facts that were known when they were scored last. */
async function whatMoved(
  db: TenantDb,
  moved: readonly Moved[],
  { champion }: Scoring,
): Promise<ReturnType<typeof movesOf>[]> {
  if (moved.length === 0) return [];
  const former = await readFeatures(
    db,
    moved.map(({ personId, was }) => ({ personId, asOf: was.scoredAt })),
  );
  const byModel = moved.flatMap((one, at) => (one.byModel && former[at] ? [former[at]] : []));
  const explained = champion ? await champion.model.explain(byModel) : [];
  let next = 0;
  return moved.map((one, at) => {
    const features = former[at] ?? null;
    const given = features === null ? [] : one.byModel ? explained[next++]!.given : ruleScore(features).reasons;
    return movesOf(given, one.given, one.features);
  });
}
