import { z } from 'zod';
import { writtenText, type MailRead } from './mail.ts';
import { judgeEvidence, type RecipientVerdict } from './judge.ts';

const recipient = z.object({
  emailAddress: z.string(),
  action: z.string().optional(),
  status: z.string().optional(),
  diagnosticCode: z.string().optional(),
});
const notification = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  bounce: z
    .object({
      bounceType: z.string().optional(),
      bounceSubType: z.string().optional(),
      bouncedRecipients: z.array(recipient),
    })
    .optional(),
  complaint: z
    .object({ complaintFeedbackType: z.string().nullish(), complainedRecipients: z.array(recipient) })
    .optional(),
  delivery: z.object({ recipients: z.array(z.string()), smtpResponse: z.string().optional() }).optional(),
});

/** What Amazon's notification service mails instead of a report (JSON in plain text); null where a mail is none. */
export function readSesNotification(mail: MailRead): RecipientVerdict[] | null {
  const text = writtenText(mail);
  if (!/"(?:notificationType|eventType|Message)"/.test(text)) return null;
  const outer = parseObject(text);
  const inner = typeof outer?.Message === 'string' ? parseObject(outer.Message) : outer;
  return verdictsOfSes(inner);
}

/** Reads what a notification of Amazon SES (parsed JSON) says about each recipient; null if it is not one. */
export function verdictsOfSes(message: unknown): RecipientVerdict[] | null {
  const parsed = notification.safeParse(message);
  if (!parsed.success || !(parsed.data.notificationType ?? parsed.data.eventType)) return null;
  return verdictsOf(parsed.data);
}

function verdictsOf({ bounce, complaint, delivery }: z.infer<typeof notification>): RecipientVerdict[] | null {
  const none = { status: null, reply: null, line: null };
  if (complaint)
    return complaint.complainedRecipients.slice(0, 50).map(({ emailAddress }) => ({
      ...none,
      kind: complaint.complaintFeedbackType === 'not-spam' ? 'unknown' : 'complaint',
      reason: 'feedback',
      recipient: emailAddress,
    }));
  if (bounce)
    return bounce.bouncedRecipients.slice(0, 50).map((one) => ({
      ...judgeEvidence({
        action: one.action ?? 'failed',
        status: one.status ?? null,
        channel: /^\s*x-unix/i.test(one.diagnosticCode ?? '') ? 'x-unix' : 'smtp',
        diagnostic: (one.diagnosticCode ?? '').replace(/^\s*smtp;\s*/i, ''),
        context: subTypes[bounce.bounceSubType ?? ''] ?? '',
      }),
      recipient: one.emailAddress,
    }));
  if (!delivery) return null;
  const [, reply = null, status = null] = /^(2\d\d)[ -](2\.\d\.\d{1,3})?/.exec(delivery.smtpResponse ?? '') ?? [];
  return delivery.recipients.slice(0, 50).map((address) => ({
    kind: 'delivered',
    reason: 'delivered',
    recipient: address,
    status,
    reply,
    line: delivery.smtpResponse ?? null,
  }));
}

/** Amazon's own words for what it found, said as servers say it. */
const subTypes: Record<string, string> = {
  NoEmail: 'address not found',
  MailboxFull: 'mailbox full',
  MessageTooLarge: 'message too large',
  ContentRejected: 'content rejected',
  AttachmentRejected: 'attachment type not allowed',
};

/** The first JSON object in a text; lines that were broken on the way are joined. */
function parseObject(text: string): Record<string, unknown> | null {
  const body = text.split(/\n--[ \t]*\n/)[0]!;
  const json = body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1);
  for (const attempt of [json, json.replace(/\r?\n/g, '')]) {
    try {
      const value: unknown = JSON.parse(attempt);
      return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
    } catch {
      continue;
    }
  }
  return null;
}
