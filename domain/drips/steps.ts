import { z } from 'zod';
import { AttributeKey } from '../attributes/attribute.ts';
import { MessageContent } from '../content/content.ts';
import { Id } from '../ids.ts';
import { AttributeValue } from '../people/person.ts';
import { TimeOfDay } from '../tenants/tenant.ts';
import { refuseTarget } from '../webhooks/target.ts';
import { Condition } from './condition.ts';

/** How a step is named inside its drip; it stays the same from version to version, so that people in it are found again. */
export const StepKey = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, { error: 'must start with a letter and hold only letters, digits, _ and -' });

/** Where a person goes after a step: the key of a step, null for the end; left out: the step after it in the list. */
const Next = StepKey.nullable().optional();

/** Days of the week as ISO 8601 counts them: 1 is Monday, 7 is Sunday. */
export const Weekdays = z.array(z.int().min(1).max(7)).min(1).max(7);

/** Where a day stands a second time among days of the week; null where each stands once. What was kept before that was refused is read as it is. */
export function repeatedDay(weekdays: readonly number[]): { path: string; code: string; message: string } | null {
  const at = weekdays.findIndex((day, index) => weekdays.indexOf(day) < index);
  return at < 0 ? null : { path: `weekdays.${at}`, code: 'duplicate', message: 'is named already; name each day once' };
}

/** How long a wait lasts. It begins when the step before it had its outcome, never when it should have had it. */
export const WaitUntil = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('duration'),
    amount: z.int().min(0).max(10_000),
    /** Minutes and hours are counted as they pass; days keep the time of day in the zone; business days leave out weekends and holidays. */
    unit: z.enum(['minutes', 'hours', 'days', 'businessDays']),
  }),
  z.strictObject({
    /** The next of these days and this time in the person's zone. */
    kind: z.literal('weekday'),
    weekdays: Weekdays,
    at: TimeOfDay,
  }),
  z.strictObject({
    /** A date of the person's own attributes, some days before (negative) or after it. */
    kind: z.literal('dateField'),
    attribute: AttributeKey,
    offsetDays: z.int().min(-366).max(366).default(0),
    at: TimeOfDay.default('09:00'),
    /** What happens where the person has no such date, or it has passed. */
    otherwise: z.enum(['goOn', 'exit']).default('goOn'),
  }),
]);

/** How long a wait lasts. */
export type WaitUntil = z.infer<typeof WaitUntil>;

/** What whoever builds the drip wants to remember of a step; nobody who gets a message sees it, and an approval does not pin it. */
const Note = z.string().trim().max(500).optional();

const common = { key: StepKey, name: z.string().trim().max(120).default(''), note: Note };
const passing = { ...common, next: Next };

/** A message as a step of a drip carries it: like a broadcast's, complete when it is submitted. */
const StepContent = MessageContent.partial();

/** Where a call goes; it may be left open until the drip is submitted. What its name resolves to is looked at when it is made. */
const CallTarget = z
  .string()
  .trim()
  .max(2000)
  .superRefine((url, context) => {
    const message = url === '' ? null : refuseTarget(url);
    if (message) context.addIssue({ code: 'custom', message, params: { code: 'bad_address' } });
  });

/** One step of a drip. */
export const DripStep = z.discriminatedUnion('kind', [
  z.strictObject({ ...passing, kind: z.literal('wait'), until: WaitUntil }),
  z.strictObject({ ...passing, kind: z.literal('send'), content: StepContent.default({}) }),
  z.strictObject({
    ...common,
    kind: z.literal('branch'),
    condition: Condition,
    yes: StepKey.nullable(),
    no: StepKey.nullable(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('split'),
    /** Shares in percent, 100 in all. The same person always goes the same way. */
    paths: z
      .array(
        z.strictObject({
          label: z.string().trim().min(1).max(60),
          percent: z.int().min(0).max(100),
          next: StepKey.nullable(),
        }),
      )
      .min(2)
      .max(10)
      .refine((paths) => paths.reduce((sum, { percent }) => sum + percent, 0) === 100, {
        error: 'the shares must add up to 100 percent',
      }),
  }),
  z.strictObject({ ...passing, kind: z.literal('setAttribute'), attribute: AttributeKey, value: AttributeValue }),
  z.strictObject({ ...passing, kind: z.literal('setStatus'), statusId: Id }),
  z.strictObject({ ...passing, kind: z.literal('changeList'), listId: Id, action: z.enum(['add', 'remove']) }),
  z.strictObject({
    ...passing,
    kind: z.literal('notifyOwner'),
    /** What is to be done about it; the owner reads it. */
    text: z.string().trim().max(500).default(''),
  }),
  z.strictObject({
    ...passing,
    kind: z.literal('webhook'),
    url: CallTarget,
    /** What happens once no attempt has done and there is none left. */
    onFailure: z.enum(['goOn', 'exit']).default('goOn'),
  }),
  z.strictObject({ ...common, kind: z.literal('goal') }),
  z.strictObject({ ...common, kind: z.literal('exit') }),
]);

/** One step of a drip. */
export type DripStep = z.infer<typeof DripStep>;

/** A step of one kind. */
export type StepOf<Kind extends DripStep['kind']> = Extract<DripStep, { kind: Kind }>;

/** The kinds of steps in the words of the product. */
export const stepKindWords: Record<DripStep['kind'], string> = {
  wait: 'Wait',
  send: 'Send an e-mail',
  branch: 'Branch',
  split: 'Split at random',
  setAttribute: 'Change an attribute',
  setStatus: 'Change the member status',
  changeList: 'Change a list',
  notifyOwner: 'Notify the owner',
  webhook: 'Call a webhook',
  goal: 'Goal',
  exit: 'Exit',
};

/** A step's name as people read it: its own, or what it does; of a wait also how long it is. */
export function stepName(step: Pick<DripStep, 'kind' | 'name'> & { until?: WaitUntil }): string {
  return step.name || (step.until ? waitName(step.until) : stepKindWords[step.kind]);
}

const unitWords = {
  minutes: ['minute', 'minutes'],
  hours: ['hour', 'hours'],
  days: ['day', 'days'],
  businessDays: ['business day', 'business days'],
} as const;

/** "3 days", "1 business day" */
export function durationWords({ amount, unit }: Extract<WaitUntil, { kind: 'duration' }>): string {
  return `${amount} ${unitWords[unit][amount === 1 ? 0 : 1]}`;
}

/** "Wait 3 days" */
function waitName(until: WaitUntil): string {
  switch (until.kind) {
    case 'duration':
      return `${stepKindWords.wait} ${durationWords(until)}`;
    case 'weekday':
      return `${stepKindWords.wait} for a day of the week`;
    case 'dateField':
      return `${stepKindWords.wait} for a date`;
  }
}
