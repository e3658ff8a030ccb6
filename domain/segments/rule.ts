import { z } from 'zod';
import { Id } from '../ids.ts';
import { OpportunityState } from '../opportunities/stage.ts';
import { engagementKinds } from './engagement-kinds.ts';
import { FieldTest } from './field-test.ts';
import { conditionsOf } from './rule-parts.ts';

/** How many conditions a rule may hold, and how deep groups may stand in groups. */
export const ruleLimits = { conditions: 100, depth: 6 } as const;

/**
 * A field of the person (`person.country`), of the account (`account.industry`) or one of the tenant's own attributes
 * (`attributes.<key>`); domain/segments/field.ts knows which there are and their types.
 */
const FieldCondition = z.strictObject({
  kind: z.literal('field'),
  field: z.string().regex(/^(person|account|attributes)\.[a-zA-Z][a-zA-Z0-9_]{0,59}$/, {
    error: 'must be a field such as person.country, account.industry or attributes.plan',
  }),
  test: FieldTest,
});

/** How often something happened in the last `withinDays` × 24 hours (null: ever), with any message or with those of one campaign or source. */
const EngagementCondition = z.strictObject({
  kind: z.literal('engagement'),
  event: z.enum(engagementKinds),
  times: z
    .strictObject({ op: z.enum(['atLeast', 'atMost', 'exactly']), count: z.int().min(0).max(1000) })
    .default({ op: 'atLeast', count: 1 }),
  withinDays: z.int().min(1).max(3660).nullable().default(null),
  campaignId: Id.nullable().default(null),
  /** The broadcast or the step of a drip that sent the message. */
  sourceId: Id.nullable().default(null),
  /** What the page, the form or the event of one's own is called; without it, whatever it is called. */
  name: z.string().trim().min(1).max(200).optional(),
});

/** Whether the person is a member of a campaign, in one of some statuses (none given: in any), who responded or did not. */
const MemberCondition = z.strictObject({
  kind: z.literal('member'),
  is: z.boolean().default(true),
  campaignId: Id,
  statusIds: z.array(Id).max(30).default([]),
  responded: z.boolean().nullable().default(null),
});

/** Whether the person is on one of some lists. */
const ListCondition = z.strictObject({
  kind: z.literal('list'),
  is: z.boolean().default(true),
  listIds: z.array(Id).min(1).max(100),
});

/** Whether the person is in another segment. */
const SegmentCondition = z.strictObject({
  kind: z.literal('segment'),
  is: z.boolean().default(true),
  segmentId: Id,
});

/**
 * Whether there is an opportunity of a kind that the person has a part in, or that was opened with their account. One whose value is
 * not known, because there is no rate for its currency, has no value that is enough.
 */
const OpportunityCondition = z.strictObject({
  kind: z.literal('opportunity'),
  is: z.boolean().default(true),
  of: z.enum(['person', 'account']).default('person'),
  /** In one of these states; none given: in any. */
  states: z.array(OpportunityState).max(3).default([]),
  /** In one of these stages; none given: in any. */
  stageIds: z.array(Id).max(100).default([]),
  /** Worth at least so much in minor units of the organisation's currency; null: whatever it is worth. */
  atLeastMinor: z.int().min(0).nullable().default(null),
  /** Won or lost in the last so many × 24 hours; null: whenever, or not at all. */
  closedWithinDays: z.int().min(1).max(3660).nullable().default(null),
});

/** One condition on a person. */
export type Condition =
  | z.infer<typeof FieldCondition>
  | z.infer<typeof EngagementCondition>
  | z.infer<typeof MemberCondition>
  | z.infer<typeof ListCondition>
  | z.infer<typeof SegmentCondition>
  | z.infer<typeof OpportunityCondition>;

/** A condition of one kind. */
export type ConditionOf<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

/** Rules of which all, any or none must hold. */
export interface RuleGroup {
  kind: 'all' | 'any' | 'none';
  rules: Rule[];
}

/**
 * Which people: a condition, or a group of rules. A rule holds, does not hold, or cannot be told because a value is missing, and
 * groups reckon with all three as SQL does: nobody is in a segment because something about them is unknown, not even by `none`.
 */
export type Rule = Condition | RuleGroup;

/** A rule as callers write it. How deep it is, is looked at first, so that no nesting can exhaust the parser. */
export const Rule: z.ZodType<Rule> = z
  .preprocess(
    refuseDeep,
    z.lazy(() => RuleNode),
  )
  .refine((rule) => conditionsOf(rule).length <= ruleLimits.conditions, {
    error: `a rule may hold ${ruleLimits.conditions} conditions at most`,
  })
  .meta({ id: 'SegmentRule' });

const RuleNode = z.discriminatedUnion('kind', [
  FieldCondition,
  EngagementCondition,
  MemberCondition,
  ListCondition,
  SegmentCondition,
  OpportunityCondition,
  z.strictObject({
    kind: z.enum(['all', 'any', 'none']),
    rules: z.array(Rule).min(1, { error: 'a group needs at least one condition' }).max(ruleLimits.conditions),
  }),
]);

function refuseDeep(input: unknown, context: z.RefinementCtx): unknown {
  if (!isTooDeep(input)) return input;
  context.addIssue({ code: 'custom', message: `groups may stand ${ruleLimits.depth} deep at most` });
  return z.NEVER;
}

function isTooDeep(input: unknown): boolean {
  let level: unknown[] = [input];
  for (let depth = 0; depth <= ruleLimits.depth; depth++) {
    level = level.flatMap((node) => {
      const rules = typeof node === 'object' && node !== null && 'rules' in node ? node.rules : [];
      return Array.isArray(rules) ? rules : [];
    });
    if (level.length === 0) return false;
  }
  return true;
}
