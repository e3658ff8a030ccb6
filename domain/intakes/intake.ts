import { z } from 'zod';
import { Id } from '../ids.ts';
import { jobStatuses } from '../imports/import.ts';

/** More people than this are not taken in while somebody waits for the answer: it becomes an intake, which a workflow carries. */
export const mostAtOnce = 20_000;

/** Whom an intake takes: a list, the members of another campaign (all, or by their response), a segment. */
export const IntakeSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('list'), listId: Id }),
  z.strictObject({ kind: z.literal('campaign'), campaignId: Id, hasResponded: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('segment'), segmentId: Id }),
]);

/** Whom an intake takes. */
export type IntakeSource = z.infer<typeof IntakeSource>;

/** What people come into, and how: with a status, by a rule about coming again, into a stream. */
export const IntakeTerms = z.discriminatedUnion('target', [
  z.object({ target: z.literal('campaign'), targetId: Id, statusId: Id }),
  z.object({
    target: z.literal('drip'),
    targetId: Id,
    reentry: z.object({ allowed: z.boolean(), afterDays: z.int() }),
  }),
  z.object({ target: z.literal('nurture'), targetId: Id, stream: z.string() }),
]);

/** What people come into, and how. */
export type IntakeTerms = z.infer<typeof IntakeTerms>;

/** An intake as the API shows it. */
export const Intake = z.object({
  id: Id,
  campaignId: Id,
  target: z.enum(['campaign', 'drip', 'nurture']),
  targetId: Id,
  source: IntakeSource,
  sourceName: z.string(),
  status: z.enum(jobStatuses),
  failure: z.string().nullable(),
  /** `people` is null until the people are fixed. Those who are done but not added were in it already, or may not come in again. */
  progress: z.object({ people: z.int().nullable(), done: z.int(), added: z.int() }),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});

/** An intake as the API shows it. */
export type Intake = z.infer<typeof Intake>;
