import { z } from 'zod';
import { Id } from '../ids.ts';
import type { MessageReference } from '../tokens/reference.ts';
import type { InboundReport } from './inbound-mail.ts';
import { writtenText, type MailRead } from './mail.ts';
import type { InboundKind, InboundReason } from './reasons.ts';

/** What a phrase of a mail can be taught to mean. */
export const ruleMeanings = [
  'hard',
  'soft',
  'policy',
  'complaint',
  'unsubscribe',
  'reply',
  'auto_reply',
  'nothing',
] as const;

/** One of `ruleMeanings`. */
export type RuleMeaning = (typeof ruleMeanings)[number];

/** A meaning as people read it. */
export const meaningWords: Record<RuleMeaning, string> = {
  hard: 'The address does not exist: never write to it again',
  soft: 'It did not arrive this time: go on writing',
  policy: 'They refuse us, not the person: go on writing',
  complaint: 'The person complains: never write to them again',
  unsubscribe: 'The person wants no more mail',
  reply: 'The person answered',
  auto_reply: 'Nobody wrote it: an automatic answer',
  nothing: 'Nothing follows from it',
};

const namesAddress = /\S@\S/;

/** A phrase as somebody chooses it: long enough to mean something, and not about one person alone. */
export const RulePhrase = z
  .string()
  .transform((text) => text.replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(8, 'must have eight characters or more: a shorter phrase stands in too many mails')
      .max(200, 'must have 200 characters at most: choose the part that says it')
      .refine((text) => !namesAddress.test(text), 'must not hold an address: choose the words beside it'),
  );

/** A rule to teach. */
export const InboundRuleInput = z.strictObject({
  phrase: RulePhrase,
  meaning: z.enum(ruleMeanings),
  goesFirst: z
    .boolean()
    .default(false)
    .describe("Before the product's own rules, and not only where they understand nothing"),
});

/** A rule to teach. */
export type InboundRuleInput = z.infer<typeof InboundRuleInput>;

/** A rule that was taught. */
export const InboundRule = z.object({
  id: Id,
  phrase: z.string(),
  meaning: z.enum(ruleMeanings),
  goesFirst: z.boolean(),
  createdAt: z.iso.datetime(),
  createdByName: z.string(),
  /** When it was taken back; null: it holds. */
  undoneAt: z.iso.datetime().nullable(),
  /** Mails that it decided. */
  decided: z.int(),
});

/** A rule that was taught. */
export type InboundRule = z.infer<typeof InboundRule>;

/** As much of a rule as decides. */
export type TaughtRule = Pick<InboundRule, 'id' | 'phrase' | 'meaning' | 'goesFirst'>;

const longestWording = 6_000;

/** What phrases are looked for in: the subject and the beginning of the text, in lower case, blanks joined. */
export function wordingOf(mail: MailRead): string {
  return plain(`${mail.headers.get('subject') ?? ''}\n${writtenText(mail).slice(0, 2 * longestWording)}`).slice(
    0,
    longestWording,
  );
}

/** The rule that fits: the one with the longest phrase, which says most. Null where none does. */
export function findRule(rules: readonly TaughtRule[], wording: string): TaughtRule | null {
  const fitting = rules.filter(({ phrase }) => wording.includes(plain(phrase)));
  return fitting.sort((a, b) => b.phrase.length - a.phrase.length || (a.id < b.id ? -1 : 1))[0] ?? null;
}

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/** What a meaning says of the message that a mail is about. */
export function reportByMeaning(meaning: RuleMeaning, message: MessageReference): InboundReport {
  switch (meaning) {
    case 'hard':
      return { kind: 'bounce', message, verdict: bounce('hard', 'unknown_user', 'userunknown') };
    case 'soft':
      return { kind: 'bounce', message, verdict: bounce('soft', 'other', 'undefined') };
    case 'policy':
      return { kind: 'bounce', message, verdict: bounce('policy', 'policy', 'rejected') };
    case 'complaint':
      return { kind: 'complaint', message, feedbackType: 'abuse' };
    case 'unsubscribe':
    case 'reply':
      return { kind: meaning, message };
    case 'auto_reply':
      return { kind: 'ignored', why: 'auto_reply' };
    case 'nothing':
      return { kind: 'ignored', why: 'no_report' };
  }
}

function bounce<K extends 'hard' | 'soft' | 'policy'>(
  kind: K,
  cause: 'unknown_user' | 'other' | 'policy',
  reason: InboundReason,
) {
  return { kind, cause, reason, status: null, reply: null };
}

/** The kind and the reason of a mail that a rule decided. */
export function verdictByMeaning(meaning: RuleMeaning): { kind: InboundKind; reason: InboundReason } {
  const reasons: Record<RuleMeaning, InboundReason> = {
    hard: 'userunknown',
    soft: 'undefined',
    policy: 'rejected',
    complaint: 'feedback',
    unsubscribe: 'feedback',
    reply: 'reply',
    auto_reply: 'vacation',
    nothing: 'undefined',
  };
  return { kind: meaning === 'nothing' ? 'unknown' : meaning, reason: reasons[meaning] };
}
