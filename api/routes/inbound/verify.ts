import { createHmac, createPublicKey, timingSafeEqual } from 'node:crypto';
import { readMailgunEvents } from '../../../domain/inbound/providers/mailgun.ts';
import { readPostmarkEvents } from '../../../domain/inbound/providers/postmark.ts';
import type { Provider } from '../../../domain/inbound/providers/provider.ts';
import { readSendgridEvents } from '../../../domain/inbound/providers/sendgrid.ts';
import { isObject, isRecent, isVerified, parse, type ProviderCall, type VerifiedCall } from './proof.ts';
import { verifySns, type SnsDeps } from './verify-sns.ts';

/** Verifies a call in the way of its provider and reads it. A call that is not verified is not read. */
export async function verifyCall(
  provider: Provider,
  key: string,
  { call, sns }: { call: ProviderCall; sns: SnsDeps },
): Promise<VerifiedCall> {
  switch (provider) {
    case 'ses':
      return verifySns(key, { call, sns });
    case 'sendgrid':
      return verifySendgrid(key, call);
    case 'mailgun':
      return verifyMailgun(key, call);
    case 'postmark':
      return verifyPostmark(key, call);
  }
}

/** ECDSA over the time and the bytes of the body: https://docs.sendgrid.com/for-developers/tracking-events/getting-started-event-webhook-security-features. */
function verifySendgrid(key: string, { body, header, nowMs }: ProviderCall): VerifiedCall {
  const signature = header('x-twilio-email-event-webhook-signature') ?? '';
  const timestamp = header('x-twilio-email-event-webhook-timestamp') ?? '';
  const publicKey = readSendgridKey(key);
  if (!publicKey) return { refused: 'no_key' };
  if (!isVerified('sha256', { text: `${timestamp}${body}`, signature, publicKey })) return { refused: 'forged' };
  if (!isRecent(Number(timestamp) * 1000, nowMs)) return { refused: 'old' };
  const events = readSendgridEvents(parse(body));
  return events ? { events } : { refused: 'unreadable' };
}

/** SendGrid's public key as SendGrid shows it, one line of base64; null if it is not a key. */
export function readSendgridKey(key: string) {
  try {
    const found = createPublicKey({ key: Buffer.from(key.replace(/\s/g, ''), 'base64'), format: 'der', type: 'spki' });
    return found.asymmetricKeyType === 'ec' ? found : null;
  } catch {
    return null;
  }
}

/** HMAC over time and token, which leave the body out: so a token is believed once. https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks. */
function verifyMailgun(key: string, { body, nowMs }: ProviderCall): VerifiedCall {
  const given = parse(body);
  const signed = isObject(given) && isObject(given.signature) ? given.signature : {};
  const [timestamp, token, signature] = [signed.timestamp, signed.token, signed.signature].map(String) as [
    string,
    string,
    string,
  ];
  const wanted = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex');
  if (!isSame(wanted, signature)) return { refused: 'forged' };
  if (!isRecent(Number(timestamp) * 1000, nowMs)) return { refused: 'old' };
  const events = readMailgunEvents(given);
  return events ? { events, once: `mailgun/${token.slice(0, 100)}` } : { refused: 'unreadable' };
}

/** Postmark signs nothing; it sends the name and the password of the address that it was given. */
function verifyPostmark(key: string, { body, header }: ProviderCall): VerifiedCall {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]{1,3000})$/.exec(header('authorization') ?? '') ?? [];
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  if (!isSame(`salescompass:${key}`, given)) return { refused: 'forged' };
  const events = readPostmarkEvents(parse(body));
  return events ? { events } : { refused: 'unreadable' };
}

function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHmac('sha256', 'compared').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}
