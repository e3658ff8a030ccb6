import { z } from 'zod';
import { causeAdvice, causeWords, isPauseCause, readEvidence } from '../deliverability/pause.ts';
import { Id } from '../ids.ts';
import { mailboxProblemWords, type MailboxProblem } from '../inbound/mailbox.ts';

/** A notice to people of an organisation that is not about a campaign. */
export const TenantNotice = z.object({
  id: Id,
  kind: z.enum(['domainPaused', 'domainWarned', 'webhookDisabled', 'modelWaits', 'mailboxFails']),
  /** What it is about, by its name: a domain, the address of an endpoint, a model, a mailbox. */
  subject: z.string(),
  /** Why, as a code. */
  cause: z.string(),
  /** A share such as `30/9800`, or the codes of a refusal; empty if there is neither. */
  evidence: z.string(),
  createdAt: z.iso.datetime(),
  isRead: z.boolean(),
});

/** What somebody is told. */
export type TenantNotice = z.infer<typeof TenantNotice>;

/** What a notice rests on. */
type Told = Pick<TenantNotice, 'kind' | 'subject' | 'cause' | 'evidence'>;

/** What a notice says in a sentence. */
export function tenantNoticeWords({ kind, subject, cause, evidence }: Told): string {
  const found = readEvidence(evidence);
  const why = found && isPauseCause(cause) ? causeWords(cause, found) : '';
  switch (kind) {
    case 'domainPaused':
      return cause === 'refused'
        ? `Mail from ${subject} is stopped: a receiver refused it as not authenticated.`
        : `Mail from ${subject} is paused: ${why}.`;
    case 'domainWarned':
      return `Mail from ${subject} is close to being paused: ${why}.`;
    case 'webhookDisabled':
      return cause === 'gone'
        ? `The webhook endpoint ${subject} says that it is gone, so it is no longer called.`
        : `The webhook endpoint ${subject} has failed for days, so it is no longer called.`;
    case 'modelWaits':
      return `${subject} has passed all that is asked of it, and waits for somebody to let it score.`;
    case 'mailboxFails':
      return `The mailbox ${subject} cannot be checked: what people answer waits there unread.`;
  }
}

/** What to do about it; empty where the sentence says it all. */
export function tenantNoticeAdvice({ kind, cause }: Pick<Told, 'kind' | 'cause'>): string {
  if (kind === 'webhookDisabled') return 'Fix it and switch it on again; what it missed can be sent once more.';
  if (kind === 'modelWaits') return 'Its card says what it does better. Until then what scores now goes on.';
  if (kind === 'mailboxFails') return mailboxProblemWords[cause as MailboxProblem] ?? 'Its settings say what is wrong.';
  if (isPauseCause(cause)) return causeAdvice[cause];
  return 'Fix its SPF, DKIM and DMARC records, then let it go on.';
}

/** Notices that a mail has room for. */
const mostLines = 20;

/** One mail for all notices that came together since the last one. */
export function tenantNoticeMail(
  notices: readonly Told[],
  { tenantName, url }: { tenantName: string; url: string },
): { subject: string; text: string } {
  const [first] = notices;
  const subject = notices.length === 1 && first ? tenantNoticeWords(first) : `${notices.length} things need you`;
  const shown = notices
    .slice(0, mostLines)
    .map((notice) => `${tenantNoticeWords(notice)}\n${tenantNoticeAdvice(notice)}`);
  const more = notices.length > mostLines ? [`… and ${notices.length - mostLines} more.`] : [];
  return { subject, text: `${[`${tenantName}:`, ...shown, ...more, url].join('\n\n')}\n` };
}
