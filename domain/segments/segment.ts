import { z } from 'zod';
import { Id } from '../ids.ts';
import { Rule } from './rule.ts';

const name = z.string().trim().min(1).max(200);
const description = z.string().trim().max(2000);

/** What a caller writes on a segment. `isWatched`: entries and exits are kept although nothing waits for them. */
export const SegmentInput = z.strictObject({
  name,
  description: description.default(''),
  rule: Rule,
  isWatched: z.boolean().default(false),
});

/** What a caller writes on a segment. */
export type SegmentInput = z.infer<typeof SegmentInput>;

/** A change of a segment; what is left out stays. */
export const SegmentPatch = z.strictObject({
  name: name.optional(),
  description: description.optional(),
  rule: Rule.optional(),
  isWatched: z.boolean().optional(),
});

/** A change of a segment. */
export type SegmentPatch = z.infer<typeof SegmentPatch>;

/** A segment as the API shows it; `people` is how many it had at `countedAt`, null where it was not counted yet. */
export const Segment = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  rule: Rule,
  isWatched: z.boolean(),
  people: z.int().nullable(),
  countedAt: z.iso.datetime().nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** A segment as the API shows it. */
export type Segment = z.infer<typeof Segment>;

/** Something that builds on a segment. */
export const SegmentUse = z.object({ kind: z.enum(['campaign', 'segment']), id: Id, name: z.string() });

/** Something that builds on a segment. */
export type SegmentUse = z.infer<typeof SegmentUse>;

/** What a change of a rule does: who comes and goes, and whose approval it takes back. */
export const SegmentEffect = z.object({
  people: z.int(),
  enter: z.int(),
  leave: z.int(),
  /** Campaigns that are approved or scheduled with the rule as it is: saving takes them back to draft. */
  voidsApprovalOf: z.array(z.object({ id: Id, name: z.string() })),
});

/** What a change of a rule does. */
export type SegmentEffect = z.infer<typeof SegmentEffect>;

/** Whom a rule means now: how many, how many of them marketing reaches, why not the others, and some of them to look at. */
export const SegmentPreview = z.object({
  count: z.int(),
  reachable: z.int(),
  excluded: z.record(z.string(), z.int()),
  sample: z.array(
    z.object({ personId: Id, name: z.string(), email: z.string().nullable(), excluded: z.string().nullable() }),
  ),
});

/** Whom a rule means now. */
export type SegmentPreview = z.infer<typeof SegmentPreview>;

/** Somebody came into a watched segment, or left it. */
export const SegmentMove = z.object({
  id: Id,
  personId: Id,
  name: z.string(),
  change: z.enum(['entered', 'left']),
  at: z.iso.datetime(),
});

/** Somebody came into a watched segment, or left it. */
export type SegmentMove = z.infer<typeof SegmentMove>;
