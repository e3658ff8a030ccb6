import { z } from 'zod';
import { judgeEvidence, type RecipientVerdict } from '../judge.ts';
import type { ProviderEvent } from './provider.ts';

const event = z.object({
  event: z.string(),
  email: z.string().max(320),
  sg_event_id: z.string().min(1).max(200),
  'smtp-id': z.string().optional(),
  reason: z.string().optional(),
  status: z.string().optional(),
  type: z.string().optional(),
  bounce_classification: z.string().optional(),
  response: z.string().optional(),
});
type Event = z.infer<typeof event>;

/** What a call of SendGrid says; what it tells of opens and clicks is left out, ours are our own. Null where it is no such call. */
export function readSendgridEvents(body: unknown): ProviderEvent[] | null {
  const parsed = z.array(z.unknown()).max(5_000).safeParse(body);
  if (!parsed.success) return null;
  return parsed.data.flatMap((one) => {
    const found = event.safeParse(one);
    const read = found.success ? readOne(found.data) : null;
    return read && found.success
      ? [{ ...read, id: found.data.sg_event_id, names: [found.data['smtp-id'] ?? ''].filter((name) => name !== '') }]
      : [];
  });
}

function readOne(given: Event): Pick<ProviderEvent, 'kind' | 'verdict'> | null {
  const none = { recipient: given.email.toLowerCase(), status: null, reply: null, line: given.reason ?? null };
  switch (given.event) {
    case 'bounce':
      return { kind: 'report', verdict: { ...judgeBounce(given), recipient: none.recipient } };
    case 'blocked':
      return { kind: 'report', verdict: { ...judgeBounce({ ...given, type: 'blocked' }), recipient: none.recipient } };
    case 'dropped':
      return { kind: 'report', verdict: { ...none, kind: 'policy', reason: 'suppressed' } };
    case 'deferred':
      return { kind: 'report', verdict: { ...none, line: given.response ?? null, kind: 'delayed', reason: 'expired' } };
    case 'delivered':
      return {
        kind: 'report',
        verdict: { ...none, line: given.response ?? null, kind: 'delivered', reason: 'delivered' },
      };
    case 'spamreport':
      return { kind: 'complaint', verdict: { ...none, kind: 'complaint', reason: 'feedback' } };
    case 'unsubscribe':
    case 'group_unsubscribe':
      return { kind: 'unsubscribe', verdict: { ...none, kind: 'unsubscribe', reason: 'feedback' } };
    default:
      return null;
  }
}

/** Their classes, said as servers say them: https://docs.sendgrid.com/ui/analytics-and-reporting/bounce-and-block-classifications. */
const classes: Record<string, string> = {
  'invalid address': 'address not found',
  'mailbox unavailable': 'mailbox unavailable',
  reputation: 'poor reputation',
  content: 'content rejected',
  'frequency or volume too high': 'too many messages',
};

/** A block says nothing of the address, whatever words it has. */
function judgeBounce({ reason, status, type, bounce_classification }: Event): Omit<RecipientVerdict, 'recipient'> {
  const verdict = judgeEvidence({
    ...{ action: 'failed', status: status ?? null, channel: 'smtp', diagnostic: reason ?? '' },
    context: classes[bounce_classification?.toLowerCase() ?? ''] ?? '',
  });
  return type === 'blocked' && verdict.kind === 'hard' ? { ...verdict, kind: 'policy', reason: 'blocked' } : verdict;
}
