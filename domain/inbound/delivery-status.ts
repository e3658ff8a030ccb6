import { readFields } from './mail.ts';

/** The fields of one recipient in message/delivery-status (RFC 3464), or in a text that shows them. */
export interface RecipientStatus {
  recipient: string | null;
  /** In lower case; null if it is not given. */
  action: string | null;
  status: string | null;
  /** How the diagnosis is to be read: `smtp`, `x-unix` and others, in lower case. */
  channel: string | null;
  diagnostic: string;
  /** What the reporting system adds in words: the comment of the status, a category of its own. */
  remark: string;
}

const mostRecipients = 50;

/** Reads the recipients' groups of a delivery status; the group about the message, if any, says nothing of them. */
export function readDeliveryStatus(text: string): RecipientStatus[] {
  const groups = text.replace(/^[ \t]+$/gm, '').split(/\n{2,}/);
  return groups
    .flatMap(splitAtRecipients)
    .slice(0, mostRecipients)
    .map(readFields)
    .filter((fields) => ['action', 'status', 'diagnostic-code'].some((name) => fields.has(name)))
    .map(readRecipient);
}

/** Some systems leave out the empty line between two recipients. */
function splitAtRecipients(group: string): string[] {
  const starts = [...group.matchAll(/^final-recipient[ \t]{0,5}:/gim)].map(({ index }) => index);
  if (starts.length < 2) return [group];
  return starts.map((start, place) => group.slice(place === 0 ? 0 : start, starts[place + 1]));
}

function readRecipient(fields: ReadonlyMap<string, string>): RecipientStatus {
  const status = fields.get('status') ?? '';
  const [, channel, diagnostic] = /^\s*([\w-]{1,40})\s*;([^]*)$/.exec(fields.get('diagnostic-code') ?? '') ?? [];
  return {
    recipient: findAddress(fields.get('final-recipient') ?? fields.get('original-recipient') ?? ''),
    action:
      fields
        .get('action')
        ?.split(/[\s;(]/)[0]!
        .toLowerCase() || null,
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(status)?.[0] ?? null,
    channel: channel?.toLowerCase() ?? null,
    diagnostic: (diagnostic ?? fields.get('diagnostic-code') ?? '').trim(),
    remark: [/\(([^)]{1,300})\)/.exec(status)?.[1], fields.get('x-powermta-bouncecategory')].filter(Boolean).join('\n'),
  };
}

/** The first mail address in a text, in lower case. */
export function findAddress(text: string): string | null {
  return /[^\s<>"'(),:;[\]\\@]{1,64}@[a-z0-9.-]{1,253}[a-z0-9]/i.exec(text.slice(0, 2_000))?.[0].toLowerCase() ?? null;
}
