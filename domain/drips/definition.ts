import { z } from 'zod';
import { AttributeKey } from '../attributes/attribute.ts';
import { Id } from '../ids.ts';
import { TimeOfDay } from '../tenants/tenant.ts';
import { Condition } from './condition.ts';
import { findGraphProblems } from './graph.ts';
import { DripStep, Weekdays } from './steps.ts';

/** How people get into a drip besides being enrolled by hand, which is always possible. */
export const DripEntry = z.discriminatedUnion('kind', [
  /** Everybody who comes onto a list; `existing`: also those who are on it already. */
  z.strictObject({ kind: z.literal('list'), listId: Id, existing: z.boolean().default(true) }),
  /** Everybody who is in a segment, now or later; `existing: false`: only those who come into it from now on, so it must be watched. */
  z.strictObject({ kind: z.literal('segment'), segmentId: Id, existing: z.boolean().optional() }),
  /** Everybody of whom an event of this kind arrives; `name` narrows custom events and forms. */
  z.strictObject({
    kind: z.literal('event'),
    event: z.enum(['click', 'page_view', 'form', 'custom']),
    name: z.string().trim().min(1).max(200).nullable().default(null),
  }),
  /** Every year (a birthday, a renewal) or once, some days before (negative) or after a date of the person's. */
  z.strictObject({
    kind: z.literal('dateField'),
    attribute: AttributeKey,
    offsetDays: z.int().min(-366).max(366).default(0),
    yearly: z.boolean().default(true),
  }),
]);

/** How people get into a drip. */
export type DripEntry = z.infer<typeof DripEntry>;

/** When messages of the drip may go, beside the tenant's quiet hours. */
export const SendWindow = z
  .strictObject({
    weekdays: Weekdays.default([1, 2, 3, 4, 5, 6, 7]),
    from: TimeOfDay,
    to: TimeOfDay,
    /** Whose clock: the person's own zone (the tenant's where it is not known), or the tenant's for all. */
    zone: z.enum(['person', 'tenant']).default('person'),
  })
  .refine(({ from, to }) => from < to, { error: 'must begin before it ends, on the same day', path: ['to'] });

/** When messages of the drip may go. */
export type SendWindow = z.infer<typeof SendWindow>;

/**
 * Whether somebody who has left the drip may come in again, and how many days after that. With 0 days, being on the list or in the
 * segment still lets nobody in again: they have to come anew.
 */
export const Reentry = z.strictObject({ allowed: z.boolean(), afterDays: z.int().min(0).max(3650).default(0) });

const fields = z.strictObject({
  entries: z.array(DripEntry).max(10).default([]),
  reentry: Reentry.default({ allowed: false, afterDays: 0 }),
  /** Reaching it ends the drip for a person as a success. */
  goal: Condition.nullable().default(null),
  /** Who this is true of leaves. Unsubscribing, a hard bounce and a complaint always do that. */
  exitWhen: Condition.nullable().default(null),
  /** Whether an answer ends the drip for a person. */
  exitOnReply: z.boolean().default(true),
  window: SendWindow.nullable().default(null),
  steps: z.array(DripStep).max(200).default([]),
});

/**
 * A drip as it is edited: who comes in, the steps, and what ends it. The steps are a list of which each leads to the next one unless
 * it says otherwise; they may branch and meet again, but never lead back.
 */
export const DripDefinition = fields.superRefine((definition, context) => {
  for (const { path, code, message } of findGraphProblems(definition)) {
    context.addIssue({ code: 'custom', path, message, params: { code } });
  }
});

/** A drip as it is edited. */
export type DripDefinition = z.infer<typeof DripDefinition>;

/** A definition with nothing in it. */
export const emptyDefinition: DripDefinition = fields.parse({});
