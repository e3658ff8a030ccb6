import type { TenantDb } from '../../db/connection.ts';
import { countTest } from '../../db/queries/experiments/results.ts';
import { insertLook, listLooks, type LookRow } from '../../db/queries/experiments/looks.ts';
import { markShares } from '../../db/queries/experiments/course.ts';
import { type ExperimentRow } from '../../db/queries/experiments/experiments.ts';
import { armsOf, kindOf, rulesOf, testAlpha, testPower } from '../../domain/experiments/arms.ts';
import { decide, type Decision } from '../../domain/experiments/decision.ts';
import { informationOf } from '../../domain/experiments/information.ts';
import { movesOf, sharesAfter } from '../../domain/experiments/moving-shares.ts';
import { testSize } from '../../domain/experiments/size.ts';

/** A look that is due: its number from 1, and the moment of the business (ISO 8601). */
export interface DueLook {
  number: number;
  now: string;
  isLast: boolean;
}

/** Takes a look at a test and stores what it saw; a look that was taken before stays as it was. */
export async function lookAt(db: TenantDb, test: ExperimentRow, due: DueLook): Promise<LookRow> {
  const looks = await listLooks(db, [test.id]);
  const taken = looks.find(({ number }) => number === due.number);
  if (taken) return taken;
  const { variants: counted } = await countTest(db, { ...test, sourceId: sourceOf(test) });
  const arms = armsOf(
    test.metric,
    test.variants.map(({ id }) => id),
    { counted, moments: movesOf(looks) },
  );
  const information = informationOf(
    arms.map(({ sample }) => sample),
    {
      ...test,
      peopleAnArm: testSize({ ...test, variants: arms.length, power: testPower, alpha: testAlpha }).peopleAnArm,
    },
  );
  const decision = decide(arms, rulesOf(test), {
    information,
    earlier: looks.filter(({ counts }) => counts).map((look) => look.information),
    isLast: due.isLast,
    // Looks are planned for when the wait is over.
    hasWaited: true,
  });
  const weights = test.allocation === 'thompson' ? sharesAfter(arms, decision, kindOf(test.metric)) : null;
  if (weights) await markShares(db, test.id, weights);
  await insertLook(db, {
    experimentId: test.id,
    number: due.number,
    at: due.now,
    information: due.isLast && decision.counts ? 1 : information,
    bound: decision.bound,
    counts: decision.counts,
    kind: decision.kind,
    winnerVariantId: decision.kind === 'winner' ? decision.winnerId : null,
    reasons: decision.kind === 'winner' ? [] : decision.reasons,
    weights,
    arms: arms.map(({ id, people, sample: { n, sum, sumSquares } }) => ({
      ...{ label: labelOf(test, id), people, n, sum, sumSquares },
      z: zOf(decision, id),
    })),
  });
  return (await listLooks(db, [test.id])).find(({ number }) => number === due.number)!;
}

/** What the messages of a test are of: its broadcast, or its drip's step. */
export const sourceOf = ({ broadcastId, stepId }: Pick<ExperimentRow, 'broadcastId' | 'stepId'>): string =>
  broadcastId ?? stepId ?? '';

const labelOf = ({ variants }: ExperimentRow, id: string): string =>
  variants.find((variant) => variant.id === id)?.label ?? '';

const zOf = ({ standings }: Decision, id: string): number | null =>
  standings.find((standing) => standing.id === id)?.z ?? null;
