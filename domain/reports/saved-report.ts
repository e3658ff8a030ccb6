import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { Id } from '../ids.ts';
import { CohortMeasure } from './cohort.ts';
import { hourNames } from './hours.ts';
import { ReportRhythm } from './schedule.ts';
import { Period, Unit } from './span.ts';

/** The reports that can be kept. */
export const ReportKind = z.enum(['activity', 'clock', 'funnel', 'cohort']);

/** The reports that can be kept. */
export type ReportKind = z.infer<typeof ReportKind>;

/** What a kept report asks: days relative to the day of reading or fixed ones, one campaign or all, and what its page shows. */
export const KeptQuery = z
  .strictObject({
    period: Period.optional(),
    from: Day.optional(),
    to: Day.optional(),
    campaignId: Id.optional(),
    unit: Unit.optional(),
    figure: z.enum(hourNames).optional(),
    measure: CohortMeasure.optional(),
  })
  .refine(({ period, from, to }) => (period !== undefined) !== (from !== undefined && to !== undefined), {
    path: ['period'],
    message: 'give either a period, or a first and a last day',
  });

/** What a kept report asks. */
export type KeptQuery = z.infer<typeof KeptQuery>;

/** To whom a report goes by mail, and when; recipients are users of the organisation. */
export const ReportSchedule = z.strictObject({
  rhythm: ReportRhythm,
  recipients: z.array(z.string().min(1).max(100)).min(1, 'name at least one person').max(50),
});

/** To whom a report goes by mail, and when. */
export type ReportSchedule = z.infer<typeof ReportSchedule>;

const fields = {
  name: z.string().trim().min(1, 'give the report a name').max(120),
  query: KeptQuery,
  schedule: ReportSchedule.nullable(),
};

/** A new report; nobody gets it by mail unless it says so. */
export const NewReport = z.strictObject({ kind: ReportKind, ...fields, schedule: fields.schedule.default(null) });

/** What may be changed on a report; its kind stays. */
export const ReportChange = z.strictObject(fields).partial();

/** A kept report as the API shows it. */
export const SavedReport = z.object({
  id: Id,
  kind: ReportKind,
  ...fields,
  ownerName: z.string(),
  /** Whether whoever asks may change it: their own, and for those who write campaigns all. */
  mayChange: z.boolean(),
  nextAt: z.iso.datetime().nullable(),
  lastSentAt: z.iso.datetime().nullable(),
  /** Why the last mail did not go out; null: it did, or none was due. */
  problem: z.string().nullable(),
  /** Links that still show it. */
  openShares: z.int(),
  version: z.int(),
});

/** A kept report as the API shows it. */
export type SavedReport = z.infer<typeof SavedReport>;

/** The days after which a link runs out that are offered; others up to 90 may be asked for. */
export const shareDays = [1, 7, 30, 90] as const;

/** A link that shows a report. */
export const ReportShare = z.object({
  id: Id,
  createdByName: z.string(),
  /** Whether the report asks something else by now: the link shows what it asked then. */
  isOther: z.boolean(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  lastReadAt: z.iso.datetime().nullable(),
});

/** A link that shows a report. */
export type ReportShare = z.infer<typeof ReportShare>;

/** The page of a kept report: its path and query, from the root of the product. */
export function reportAddress(kind: ReportKind, { figure, ...query }: KeptQuery): string {
  const shown = { tab: kind, ...query, ...(figure ? { [kind === 'clock' ? 'clock' : 'figure']: figure } : {}) };
  return `/reports?${new URLSearchParams(shown).toString()}`;
}
