import { z } from 'zod';
import { judgeEvidence } from '../judge.ts';
import type { ProviderEvent } from './provider.ts';

const data = z.object({
  id: z.string().min(1).max(200),
  event: z.string(),
  recipient: z.string().max(320),
  severity: z.string().optional(),
  reason: z.string().optional(),
  'delivery-status': z
    .object({
      code: z.number().nullish(),
      message: z.string().nullish(),
      description: z.string().nullish(),
      'enhanced-code': z.string().nullish(),
    })
    .optional(),
  message: z.object({ headers: z.object({ 'message-id': z.string().optional() }).optional() }).optional(),
  envelope: z.object({ sender: z.string().optional() }).optional(),
});

/** Reads a call of Mailgun; empty if it is about something that the product does not use, null if it is not such a call. */
export function readMailgunEvents(body: unknown): ProviderEvent[] | null {
  const parsed = z.object({ 'event-data': data }).safeParse(body);
  if (!parsed.success) return null;
  const given = parsed.data['event-data'];
  const messageId = given.message?.headers?.['message-id'];
  const names = [given.envelope?.sender ?? '', messageId ? `<${messageId.replace(/^<|>$/g, '')}>` : ''];
  const read = readOne(given);
  return read ? [{ ...read, id: given.id, names: names.filter((name) => name !== '') }] : [];
}

function readOne(given: z.infer<typeof data>): Pick<ProviderEvent, 'kind' | 'verdict'> | null {
  const said = given['delivery-status'];
  const line = said?.message || said?.description || null;
  const none = { recipient: given.recipient.toLowerCase(), status: null, reply: null, line };
  switch (given.event) {
    case 'failed':
      return { kind: 'report', verdict: { ...none, ...judgeFailure(given) } };
    case 'delivered':
      return { kind: 'report', verdict: { ...none, kind: 'delivered', reason: 'delivered' } };
    case 'complained':
      return { kind: 'complaint', verdict: { ...none, kind: 'complaint', reason: 'feedback' } };
    case 'unsubscribed':
      return { kind: 'unsubscribe', verdict: { ...none, kind: 'unsubscribe', reason: 'feedback' } };
    default:
      return null;
  }
}

/** What is tried again is only late; what Mailgun itself did not try is its list's doing, not the address's. */
function judgeFailure({ severity, reason, 'delivery-status': said }: z.infer<typeof data>) {
  if (severity === 'temporary') return { kind: 'delayed' as const, reason: 'expired' as const };
  if (reason?.startsWith('suppress')) return { kind: 'policy' as const, reason: 'suppressed' as const };
  const code = said?.code && said.code >= 400 && said.code < 600 ? `${said.code} ` : '';
  return judgeEvidence({
    ...{ action: 'failed', status: said?.['enhanced-code'] || null, channel: 'smtp' },
    diagnostic: said?.message ? `${code}${said.message}` : '',
    context: said?.description ?? '',
  });
}
