import type { HeldOpportunity } from './held.ts';
import { tellHistory, type AmountStanding, type StageStanding } from './history.ts';
import type { OpportunityState } from './stage.ts';

/** Where a history begins: the first stage of an outcome, and the tenant's currency. */
export interface Ground {
  stages: { first: (state: OpportunityState) => StageStanding };
  currency: string;
}

/** How an opportunity stands before anybody has said anything of it: in the first open stage, worth nothing. */
export function beginning({ stages, currency }: Ground): StageStanding & AmountStanding {
  const { stageId, state } = stages.first('open');
  return { stageId, state, amountMinor: 0, currency };
}

/** Tells an opportunity anew from its lines: how stage and amount stand now, and stood after each. */
export function retell(held: HeldOpportunity, hearing: Ground): void {
  if (held.lines.length === 0) return;
  const before = new Map(held.lines.map((line) => [line.id, line]));
  const told = tellHistory(held.lines, beginning(hearing));
  held.lines = told.map(({ standsClosedAt: _, ...line }) => {
    const known = before.get(line.id)!;
    const isSame =
      known.state === line.state && known.amountMinor === line.amountMinor && known.currency === line.currency;
    return { ...known, ...line, valueMinor: isSame ? known.valueMinor : null };
  });
  const { stageId, state, amountMinor, currency, standsClosedAt } = told.at(-1)!;
  held.standing = { stageId, state, amountMinor, currency, closedAt: standsClosedAt };
}
