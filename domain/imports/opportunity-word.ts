import { Temporal } from 'temporal-polyfill';
import { inZone, isoOf } from '../drips/local-time.ts';
import type { OpportunityWord } from '../opportunities/hear.ts';
import type { OpportunityWordInput } from '../opportunities/opportunity.ts';
import { foldStage, outcomeOfName, type OpportunityState } from '../opportunities/stage.ts';
import type { OpportunityField } from './opportunity-mapping.ts';
import type { DayOrMoment, OpportunityRow } from './opportunity-rows.ts';
import type { Remark } from './row-plan.ts';

/** Among what a row is understood. */
export interface RowContext {
  /** Of the organisation; days begin and end in it. */
  timeZone: string;
  nowIso: string;
  /** What the known stages mean, by their folded name. */
  outcomes: ReadonlyMap<string, OpportunityState>;
  /** The ids of colleagues by e-mail and by name, in small letters; null where two have one name. */
  owners: ReadonlyMap<string, string | null>;
  /** Whether a name that is not known is left out, instead of rejecting the row. */
  isLenient: boolean;
}

/** A word that a row says; names in it that are not known, by field, and what else was left out. */
export interface RowWord {
  word: OpportunityWord<OpportunityWordInput>;
  unknown: FieldRemark[];
  hints: FieldRemark[];
}

/** A remark about the field of a row, whatever column fills it. */
export type FieldRemark = Remark & { field: OpportunityField };

/**
 * Says a row as a word. A close date is when it was won or lost where the stage says that it was, else when that is expected; a day
 * without a time is over at its end, and an opportunity that is opened on it is opened at its beginning.
 */
export function wordOf(row: OpportunityRow, context: RowContext): RowWord {
  const { timeZone, nowIso, isLenient } = context;
  const unknown: FieldRemark[] = [];
  const hints: FieldRemark[] = [];
  const input: OpportunityWordInput = { ...row.input };
  if (row.openedAt) input.openedAt = momentOf(row.openedAt, timeZone, 'start');
  if (row.occurredAt) input.occurredAt = momentOf(row.occurredAt, timeZone, 'start');
  if (row.close) {
    if (stateOf(row, context.outcomes) === 'open') input.expectedCloseOn = dayOf(row.close, timeZone);
    else if (dayOf(row.close, timeZone) > inZone(nowIso, timeZone).toPlainDate().toString())
      hints.push({
        field: 'closeDate',
        reason: 'is in the future, though the stage says that it is over',
        value: dayOf(row.close, timeZone),
      });
    else input.closedAt = momentOf(row.close, timeZone, 'end');
  }
  if (row.owner !== undefined) {
    const id = context.owners.get(row.owner.toLowerCase());
    if (id) input.ownerId = id;
    else
      unknown.push({
        field: 'owner',
        reason: id === null ? 'is the name of several users' : 'is no user of the organisation',
        value: row.owner,
      });
  }
  return { word: { target: { externalId: row.externalId }, input, isLenient, addsPeople: true }, unknown, hints };
}

function stateOf({ input }: OpportunityRow, outcomes: ReadonlyMap<string, OpportunityState>): OpportunityState {
  if (input.stage === undefined) return input.state ?? 'open';
  return outcomes.get(foldStage(input.stage)) ?? input.state ?? outcomeOfName(input.stage);
}

function dayOf(given: DayOrMoment, timeZone: string): string {
  return 'day' in given ? given.day : inZone(given.moment, timeZone).toPlainDate().toString();
}

function momentOf(given: DayOrMoment, timeZone: string, end: 'start' | 'end'): string {
  if ('moment' in given) return given.moment;
  const day = Temporal.PlainDate.from(given.day);
  const start = (end === 'start' ? day : day.add({ days: 1 })).toZonedDateTime(timeZone);
  return isoOf(end === 'start' ? start : start.subtract({ seconds: 1 }));
}
