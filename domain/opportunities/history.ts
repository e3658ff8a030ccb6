import type { OpportunityState } from './stage.ts';

/** A stage with what it means for whoever is in it. */
export interface StageStanding {
  stageId: string;
  state: OpportunityState;
}

/** An amount as a line of the history says it. */
export interface AmountStanding {
  amountMinor: number;
  currency: string;
}

/** A line of the history: what somebody said of stage, amount and close date, and since when it is so. Null: it did not speak of it. */
export interface SaidLine {
  id: string;
  /** ISO 8601 in UTC, comparable as text. */
  occurredAt: string;
  stage: StageStanding | null;
  amount: AmountStanding | null;
  closedAt: string | null;
}

/** A line with how everything stood from then on. */
export type StandingLine = SaidLine & StageStanding & AmountStanding & { standsClosedAt: string | null };

/**
 * Tells the history in the order in which it happened: each line has stage and amount as they stood from then on, whoever said them.
 * `initial` is how it stood before anybody spoke. An opportunity is closed since the first line of its last run of won (or lost), or
 * since when a line of that run says. Of two lines of one moment the one that was heard later stands.
 */
export function tellHistory(lines: readonly SaidLine[], initial: StageStanding & AmountStanding): StandingLine[] {
  let standing: StageStanding & AmountStanding & { standsClosedAt: string | null } = {
    ...initial,
    standsClosedAt: null,
  };
  let isFirst = true;
  return [...lines].sort(inOrder).map((line) => {
    const { stageId, state } = line.stage ?? standing;
    const runsOn = !isFirst && state === standing.state;
    const since = line.closedAt ?? (runsOn ? standing.standsClosedAt : null) ?? line.occurredAt;
    standing = {
      stageId,
      state,
      amountMinor: line.amount?.amountMinor ?? standing.amountMinor,
      currency: line.amount?.currency ?? standing.currency,
      standsClosedAt: state === 'open' ? null : since,
    };
    isFirst = false;
    return { ...line, ...standing };
  });
}

/** Whether the last that was said of this moment is the same; a file that comes twice adds nothing to the history. */
export function isSaidAlready(
  lines: readonly SaidLine[],
  said: Pick<SaidLine, 'stage' | 'amount' | 'closedAt' | 'occurredAt'>,
): boolean {
  const last = lines.findLast(({ occurredAt }) => occurredAt === said.occurredAt);
  const { stage = null, amount = null, closedAt = null } = last ?? {};
  return (
    last !== undefined &&
    stage?.stageId === said.stage?.stageId &&
    amount?.amountMinor === said.amount?.amountMinor &&
    amount?.currency === said.amount?.currency &&
    closedAt === said.closedAt
  );
}

function inOrder(a: SaidLine, b: SaidLine): number {
  const [first, second] = a.occurredAt === b.occurredAt ? [a.id, b.id] : [a.occurredAt, b.occurredAt];
  return first < second ? -1 : first > second ? 1 : 0;
}
