import type { PositionRow, StepCounts } from '../../../db/queries/drips/people.ts';
import type { StepFigures } from '../../../domain/drips/drip.ts';
import type { DripPosition } from '../../../domain/drips/position.ts';
import { nameOf, standingSentence } from '../../../domain/drips/sentences.ts';
import { stepName, type DripStep } from '../../../domain/drips/steps.ts';

/** An enrolment as the API shows it, with the steps of the version that it follows. */
export function presentPosition(row: PositionRow, steps: readonly DripStep[]): DripPosition {
  return {
    id: row.id,
    personId: row.personId,
    personName: row.personName,
    email: row.email,
    state: row.state,
    step: row.step,
    stepName: nameOf(steps, row.step),
    since: row.since.toISOString(),
    dueAt: row.endedAt ? null : ((row.dueAt ?? row.callNextTryAt)?.toISOString() ?? null),
    waitsFor: row.waitsFor,
    version: row.version,
    reason: row.reason,
    sentence: standingSentence(row, steps),
    enrolledAt: row.enrolledAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

/** How many finish a step that a version does not have, and when the next of them go on. */
export function presentElsewhere(
  steps: readonly DripStep[],
  counted: { steps: StepCounts[] },
): { elsewhere: number; elsewhereNext: Pick<StepFigures, 'nextDueAt' | 'nextDue'> } {
  const gone = counted.steps.filter(({ step, waiting }) => waiting > 0 && !steps.some(({ key }) => key === step));
  const due = gone.flatMap(({ nextDueAt, nextDue }) =>
    nextDueAt ? [{ nextDueAt: nextDueAt.toISOString(), nextDue }] : [],
  );
  const [first] = due.sort((one, other) => (one.nextDueAt < other.nextDueAt ? -1 : 1));
  return {
    elsewhere: gone.reduce((sum, { waiting }) => sum + waiting, 0),
    elsewhereNext: first ?? { nextDueAt: null, nextDue: 0 },
  };
}

/** How the steps of a version do. */
export function presentFigures(
  steps: readonly DripStep[],
  counted: { enrolled: number; steps: StepCounts[] },
): StepFigures[] {
  const byKey = new Map(counted.steps.map((row) => [row.step, row]));
  return steps.map((step) => {
    const row = byKey.get(step.key);
    const { waiting = 0, wentOn = 0, left = 0, nextDueAt = null, nextDue = 0, counters = {}, calls = {} } = row ?? {};
    const entered = waiting + wentOn + left;
    const skipped = Object.entries(counters).filter(([name]) => name.startsWith('skipped.'));
    return {
      step: step.key,
      name: stepName(step),
      kind: step.kind,
      entered,
      waiting,
      wentOn,
      left,
      nextDueAt: nextDueAt?.toISOString() ?? null,
      nextDue,
      conversion: counted.enrolled === 0 ? null : entered / counted.enrolled,
      sent: counters.sent ?? 0,
      skipped: skipped.reduce((sum, [, value]) => sum + value, 0),
      failed: counters.failed ?? 0,
      uncertain: counters.uncertain ?? 0,
      uniqueOpens: counters.uniqueOpens ?? 0,
      uniqueClicks: counters.uniqueClicks ?? 0,
      called: calls.done ?? 0,
      notCalled: calls.failed ?? 0,
      calling: calls.waiting ?? 0,
    };
  });
}
