import { z } from 'zod';
import { Id } from '../../ids.ts';
import { Rule } from '../rule.ts';

const Measured = z.object({
  people: z.int(),
  converted: z.int(),
  /** How many times as often as everybody they converted, with the limits of a 95 % interval. */
  lift: z.number(),
  low: z.number(),
  high: z.number(),
});

/** What speaks for a suggestion: its people among all that were looked at, among those who were not searched, and everybody. */
export const Evidence = z.object({
  all: Measured,
  holdOut: Measured,
  base: z.object({ people: z.int(), converted: z.int() }),
});

/** What speaks for a suggestion. */
export type Evidence = z.infer<typeof Evidence>;

/** How a suggestion stands. */
export const SuggestionState = z.enum(['open', 'accepted', 'rejected']);

/** A rule that describes people who convert more often than everybody. */
export const SegmentSuggestion = z.object({
  id: Id,
  rule: Rule,
  state: SuggestionState,
  evidence: Evidence,
  /** How many people the rule means at `countedAt`; null where counting them takes too long. */
  people: z.int().nullable(),
  countedAt: z.iso.datetime().nullable(),
  foundAt: z.iso.datetime(),
  /** Some of those whom the rule means now. */
  examples: z.array(z.object({ personId: Id, name: z.string() })),
  /** The segment that was made of it. */
  segmentId: Id.nullable(),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
});

/** A rule that describes people who convert more often than everybody. */
export type SegmentSuggestion = z.infer<typeof SegmentSuggestion>;

/** The last look for suggestions: what there was to learn from, and how it ended. */
export const SuggestionRound = z.object({
  lookedAt: z.iso.datetime(),
  outcome: z.enum(['found', 'nothing', 'too_few']),
  /** As they were at one moment, or a week after each of them came. */
  clock: z.enum(['moment', 'arrival']),
  asOf: z.iso.datetime().nullable(),
  people: z.int(),
  converted: z.int(),
  /** How many rules were tried. */
  searched: z.int(),
});

/** The last look for suggestions. */
export type SuggestionRound = z.infer<typeof SuggestionRound>;

/** How a suggestion is accepted: what the segment is to be called, which may be changed with it afterwards. */
export const Acceptance = z.strictObject({ name: z.string().trim().min(1).max(200) });

/** How a suggestion is rejected. */
export const Rejection = z.strictObject({ reason: z.string().trim().min(1).max(500) });
