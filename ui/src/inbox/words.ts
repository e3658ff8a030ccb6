import { inboundQuestions, type InboundFilter, type KeptMail } from '../../../domain/inbound/kept-mail.ts';
import type { Forwarding } from '../../../domain/notifications/answers-by-mail.ts';
import { plural } from '../lib/format.ts';
import type { Tone } from '../lib/primitives/badge.svelte';

/** The filters of the list, as tabs call them. */
export const filterWords: Record<InboundFilter, string> = {
  review: 'To review',
  bounces: 'Bounces',
  complaints: 'Complaints',
  auto_replies: 'Automatic answers',
  replies: 'Answers',
  unsubscribes: 'Unsubscribed',
};

/** What a kind of mail is called, and how it looks. */
export function kindLook(kind: string): { label: string; tone: Tone } {
  return kinds[kind] ?? { label: 'Unknown', tone: 'neutral' };
}

const kinds: Record<string, { label: string; tone: Tone }> = {
  hard: { label: 'Bounced for good', tone: 'bad' },
  soft: { label: 'Bounced this time', tone: 'warn' },
  policy: { label: 'Refused the sender', tone: 'warn' },
  delayed: { label: 'Delayed', tone: 'neutral' },
  delivered: { label: 'Delivered', tone: 'good' },
  complaint: { label: 'Complaint', tone: 'bad' },
  auto_reply: { label: 'Automatic answer', tone: 'neutral' },
  challenge: { label: 'Asks who we are', tone: 'neutral' },
  reply: { label: 'Answer', tone: 'good' },
  unsubscribe: { label: 'Unsubscribed', tone: 'warn' },
  unknown: { label: 'Not understood', tone: 'info' },
};

/** What became of a mail, in a sentence. */
export function stateSentence(mail: Pick<KeptMail, 'state' | 'question' | 'kind' | 'ruleId'>): string {
  const { label } = kindLook(mail.kind);
  switch (mail.state) {
    case 'review':
      if (mail.question === 'failed')
        return `${inboundQuestions.failed}. Look at it, and do by hand what has to be done.`;
      return `${inboundQuestions[mail.question ?? 'not_understood']}. Say what it means, or that nothing follows from it.`;
    case 'settled':
      return 'Somebody looked at it: nothing follows.';
    case 'noted':
      return `${label}: nothing follows from it.`;
    case 'applied':
      return `${label}: what follows from it was done${mail.ruleId ? ', by a rule that was taught' : ''}.`;
  }
}

/** What the page of all mail says first. */
export function inboxSentence({ kinds, review }: { kinds: Record<string, number>; review: number }): string {
  const all = Object.values(kinds).reduce((sum, one) => sum + one, 0);
  if (all === 0 && review === 0) return 'Nothing came back in the last 30 days.';
  const bounced = (kinds.hard ?? 0) + (kinds.soft ?? 0) + (kinds.policy ?? 0);
  const came = `${plural(all, 'mail', 'mails')} came back in the last 30 days: ${plural(bounced, 'bounce', 'bounces')}, ${plural(kinds.reply ?? 0, 'answer', 'answers')}, ${plural(kinds.complaint ?? 0, 'complaint', 'complaints')}.`;
  return review === 0
    ? `${came} Everything was understood.`
    : `${came} ${review === 1 ? 'One waits' : `${review} wait`} for somebody to say what it means.`;
}

/** What became of passing an answer on. */
export const forwardingWords: Record<Forwarding, string> = {
  sending: 'on its way',
  sent: 'yes',
  uncertain: 'perhaps: the mail server did not say so, and it is not sent again',
  refused: 'no: the mail server refused the address',
};
