import { z } from 'zod';
import { judgeEvidence, type RecipientVerdict } from '../judge.ts';
import type { ProviderEvent } from './provider.ts';

const record = z.object({
  RecordType: z.string(),
  ID: z.union([z.number(), z.string()]).optional(),
  MessageID: z.string().optional(),
  Type: z.string().optional(),
  Email: z.string().max(320).optional(),
  Recipient: z.string().max(320).optional(),
  Details: z.string().nullish(),
  Description: z.string().nullish(),
  Content: z.string().nullish(),
  Metadata: z.record(z.string(), z.string()).nullish(),
  SuppressSending: z.boolean().optional(),
  SuppressionReason: z.string().nullish(),
  ChangedAt: z.string().optional(),
  DeliveredAt: z.string().optional(),
});
type Record_ = z.infer<typeof record>;

/** Reads a call of Postmark; empty if it is about something that the product does not use, null if it is not such a call. */
export function readPostmarkEvents(body: unknown): ProviderEvent[] | null {
  const parsed = record.safeParse(body);
  if (!parsed.success) return null;
  const given = parsed.data;
  const recipient = (given.Email ?? given.Recipient ?? '').toLowerCase();
  const read = recipient === '' ? null : readOne(given, recipient);
  if (!read) return [];
  const id = [given.RecordType, given.ID ?? given.MessageID, given.ChangedAt ?? given.DeliveredAt, recipient].join('/');
  return [{ ...read, id, names: [given.Content?.slice(0, 64_000) ?? '', ...Object.values(given.Metadata ?? {})] }];
}

function readOne(given: Record_, recipient: string): Pick<ProviderEvent, 'kind' | 'verdict'> | null {
  const none = { recipient, status: null, reply: null, line: given.Details ?? given.Description ?? null };
  const complaint = { kind: 'complaint', verdict: { ...none, kind: 'complaint', reason: 'feedback' } } as const;
  const unsubscribe = { kind: 'unsubscribe', verdict: { ...none, kind: 'unsubscribe', reason: 'feedback' } } as const;
  switch (given.RecordType) {
    case 'SpamComplaint':
      return complaint;
    case 'SubscriptionChange':
      return given.SuppressSending && given.SuppressionReason === 'ManualSuppression' ? unsubscribe : null;
    case 'Delivery':
      return { kind: 'report', verdict: { ...none, kind: 'delivered', reason: 'delivered' } };
    case 'Bounce':
      if (given.Type === 'SpamComplaint') return complaint;
      if (given.Type === 'Unsubscribe') return unsubscribe;
      if (given.Type === 'AutoResponder' || given.Type === 'ChallengeVerification')
        return { kind: 'auto_reply', verdict: { ...none, kind: 'auto_reply', reason: 'vacation' } };
      return { kind: 'report', verdict: { ...judgeBounce(given), recipient } };
    default:
      return null;
  }
}

/** Their types that say what happened, whatever words stand beside: https://postmarkapp.com/developer/api/bounce-api#bounce-types. */
const types: Record<string, Pick<RecipientVerdict, 'kind' | 'reason'>> = {
  BadEmailAddress: { kind: 'hard', reason: 'userunknown' },
  AddressChange: { kind: 'hard', reason: 'hasmoved' },
  ManuallyDeactivated: { kind: 'policy', reason: 'suppressed' },
  Transient: { kind: 'delayed', reason: 'expired' },
  DnsError: { kind: 'soft', reason: 'networkerror' },
  SpamNotification: { kind: 'policy', reason: 'spamdetected' },
  Blocked: { kind: 'policy', reason: 'blocked' },
  DMARCPolicy: { kind: 'policy', reason: 'authfailure' },
  VirusNotification: { kind: 'policy', reason: 'virusdetected' },
  TemplateRenderingFailed: { kind: 'policy', reason: 'contenterror' },
};

function judgeBounce({ Type = '', Details, Description }: Record_): Omit<RecipientVerdict, 'recipient'> {
  const judged = judgeEvidence({
    ...{ action: 'failed', status: null, channel: 'smtp' },
    diagnostic: (Details ?? '').replace(/^smtp;\s*/i, ''),
    context: Description ?? '',
  });
  const known = types[Type];
  if (known) return { ...judged, ...known };
  // What they call hard has no such person, unless its words name something else.
  if (Type === 'HardBounce' && judged.reason === 'onhold') return { ...judged, kind: 'hard', reason: 'userunknown' };
  return Type === 'SoftBounce' && judged.kind === 'hard' ? { ...judged, kind: 'soft', reason: 'filtered' } : judged;
}
