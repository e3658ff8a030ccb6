import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { Id } from '../ids.ts';
import { Currency, Money } from '../money.ts';
import { measures } from './credits.ts';
import { entryKinds, entryReasons } from './entries.ts';
import { Model } from './model.ts';

/** The model of a figure whose reader has not chosen one. */
export const defaultModel: Model = 'linear';

/** By what credits are added up. */
export const Grouping = z.enum(['campaign', 'parent', 'channel', 'source']);

/** By what credits are added up. */
export type Grouping = z.infer<typeof Grouping>;

/** What is won, or what is open. */
export const Measure = z.enum(measures);

/**
 * What every figure goes by. Won opportunities count by their close date, open ones by the day that they were opened; both in the
 * organisation's currency and time zone.
 */
export const Basis = z.object({
  model: Model,
  from: Day.nullable(),
  to: Day.nullable(),
  currency: Currency,
  lookBackDays: z.int(),
  countOpensAsTouch: z.boolean(),
  /** The fit that Markov credits go by; null before the first. */
  fit: z.object({ version: z.int(), fittedAt: z.iso.datetime(), paths: z.int() }).nullable(),
  /** When the ledger was last written; null: never. */
  lastWrittenAt: z.iso.datetime().nullable(),
  /** Opportunities that changed and are still to be credited. */
  waiting: z.int(),
  /** Of these, the ones that could not be credited: set aside until their next try. */
  setAside: z.int(),
  opportunities: z.int(),
  /** Opportunities whose amount has no exchange rate: they are in no figure. */
  withoutRate: z.int(),
});

/** What every figure goes by. */
export type Basis = z.infer<typeof Basis>;

/** What a campaign, channel or source is credited with. */
export const CreditedGroup = z.object({
  /** The campaign's id, or the channel or source itself; null: touches of no campaign. */
  key: z.string().nullable(),
  name: z.string(),
  /** Won, less its refunds. */
  revenue: Money,
  /** The refunded part of it; zero or negative. */
  refunds: Money,
  /** Open. */
  pipeline: Money,
  /** Opportunities that gave it something. */
  won: z.int(),
  open: z.int(),
});

/** What a campaign, channel or source is credited with. */
export type CreditedGroup = z.infer<typeof CreditedGroup>;

/** Amounts of all opportunities: in total, credited, and of opportunities without a touch. */
const Totals = z.object({ total: Money, credited: Money, uncredited: Money, opportunities: z.int() });

/** Credits by group, with what they come from. */
export const CreditReport = z.object({
  basis: Basis,
  groupBy: Grouping,
  groups: z.array(CreditedGroup),
  revenue: Totals,
  pipeline: Totals,
});

/** Credits by group. */
export type CreditReport = z.infer<typeof CreditReport>;

/** The same paths by several models. */
export const ModelComparison = z.object({
  basis: Basis,
  groupBy: Grouping,
  measure: Measure,
  models: z.array(Model),
  groups: z.array(z.object({ key: z.string().nullable(), name: z.string(), credits: z.partialRecord(Model, Money) })),
  /** What each model gives in all: the same for each. */
  totals: z.partialRecord(Model, Money),
});

/** The same paths by several models. */
export type ModelComparison = z.infer<typeof ModelComparison>;

/** A row of the ledger as the API shows it. */
export const LedgerRow = z.object({
  id: Id,
  opportunity: z.object({ id: Id, name: z.string() }),
  campaign: z.object({ id: Id, name: z.string() }).nullable(),
  person: z.object({ id: Id, name: z.string() }),
  touchId: Id,
  /** Null where the touch does not count any more. */
  touchedAt: z.iso.datetime().nullable(),
  model: Model,
  measure: Measure,
  kind: z.enum(entryKinds),
  reason: z.enum(entryReasons),
  channel: z.string(),
  source: z.string(),
  amount: Money,
  fitVersion: z.int().nullable(),
  occurredAt: z.iso.datetime(),
  writtenAt: z.iso.datetime(),
});

/** A row of the ledger as the API shows it. */
export type LedgerRow = z.infer<typeof LedgerRow>;
