import { z } from 'zod';
import { Day } from '../calendar/moment.ts';

/** The most values that one comparison names. */
export const valuesLimit = 500;
/** The furthest that a relative date looks, in days. */
export const daysLimit = 3660;
/** The longest stretch of an anniversary, in days. */
export const anniversaryStretch = 31;

// Postgres keeps neither NUL nor half a surrogate pair.
const text = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .refine((value) => !/\0|\p{Surrogate}/u.test(value), { error: 'holds a character that no text can have' });
const values = z.array(text).min(1).max(valuesLimit);
const number = z.number();
const days = z.int().min(0).max(daysLimit);
/** A value that is not known is not "not x" either, unless the rule says that it counts. */
const orMissing = z.boolean().default(false);
/** Whose calendar: each person's (the tenant's for people without a zone), or the tenant's for all. */
const zone = z.enum(['person', 'tenant']).default('person');

/** Comparisons of texts; capital and small letters are the same. */
export const textTests = [
  z.strictObject({ op: z.literal('isOneOf'), values }),
  z.strictObject({ op: z.literal('isNoneOf'), values, orMissing }),
  z.strictObject({ op: z.literal('contains'), value: text }),
  z.strictObject({ op: z.literal('containsNot'), value: text, orMissing }),
  z.strictObject({ op: z.literal('startsWith'), value: text }),
] as const;

/** Comparisons of numbers. */
export const numberTests = [
  z.strictObject({ op: z.literal('equals'), value: number }),
  z.strictObject({ op: z.literal('equalsNot'), value: number, orMissing }),
  z.strictObject({ op: z.literal('lessThan'), value: number }),
  z.strictObject({ op: z.literal('atMost'), value: number }),
  z.strictObject({ op: z.literal('moreThan'), value: number }),
  z.strictObject({ op: z.literal('atLeast'), value: number }),
  z.strictObject({ op: z.literal('between'), from: number, to: number }),
] as const;

/** Comparisons of truth values. */
export const booleanTests = [
  z.strictObject({ op: z.literal('isTrue') }),
  z.strictObject({ op: z.literal('isFalse') }),
] as const;

/**
 * Comparisons of days in a calendar: with a day, with today (`days` before or after it, today included in a stretch), and with
 * the day's return every year. An anniversary of 29 February falls on the 28th in other years, and none falls in the first year.
 */
export const dateTests = [
  z.strictObject({ op: z.literal('on'), day: Day, zone }),
  z.strictObject({ op: z.literal('before'), day: Day, zone }),
  z.strictObject({ op: z.literal('after'), day: Day, zone }),
  z.strictObject({ op: z.literal('betweenDays'), from: Day, to: Day, zone }),
  z.strictObject({ op: z.literal('inLastDays'), days, zone }),
  z.strictObject({ op: z.literal('inNextDays'), days, zone }),
  z.strictObject({ op: z.literal('moreThanDaysAgo'), days, zone }),
  z.strictObject({ op: z.literal('moreThanDaysAhead'), days, zone }),
  z.strictObject({ op: z.literal('daysAgo'), days, zone }),
  z.strictObject({ op: z.literal('daysAhead'), days, zone }),
  z
    .strictObject({
      op: z.literal('anniversary'),
      /** The first and the last day of the stretch, counted from today. */
      from: z.int().min(-366).max(366),
      to: z.int().min(-366).max(366),
      zone,
    })
    .refine(({ from, to }) => from <= to && to - from <= anniversaryStretch, {
      path: ['to'],
      error: `must be ${anniversaryStretch} days after \`from\` at most, and not before it`,
    }),
] as const;

/** Whether there is a value at all; for fields of every type. */
export const presenceTests = [
  z.strictObject({ op: z.literal('isKnown') }),
  z.strictObject({ op: z.literal('isMissing') }),
] as const;

/** A comparison of one field's value. */
export const FieldTest = z.discriminatedUnion('op', [
  ...textTests,
  ...numberTests,
  ...booleanTests,
  ...dateTests,
  ...presenceTests,
]);

/** A comparison of one field's value. */
export type FieldTest = z.infer<typeof FieldTest>;

/** A comparison of texts. */
export type TextTest = z.infer<(typeof textTests)[number]>;
/** A comparison of numbers. */
export type NumberTest = z.infer<(typeof numberTests)[number]>;
/** A comparison of truth values. */
export type BooleanTest = z.infer<(typeof booleanTests)[number]>;
/** A comparison of days. */
export type DateTest = z.infer<(typeof dateTests)[number]>;
/** Whether there is a value. */
export type PresenceTest = z.infer<(typeof presenceTests)[number]>;
