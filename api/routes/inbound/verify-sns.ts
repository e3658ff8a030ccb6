import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { readSesEvents } from '../../../domain/inbound/providers/ses.ts';
import { isRecent, isVerified, parse, type ProviderCall, type VerifiedCall } from './proof.ts';

/** What verifying a call of Amazon's needs of the world; `fetchText` reads a small text, in bounds, without following redirects. */
export interface SnsDeps {
  fetchText: (url: string) => Promise<string>;
}

const envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string().max(400),
  Subject: z.string().nullish(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string().max(500),
  SubscribeURL: z.string().max(2_000).optional(),
  Token: z.string().optional(),
});
type Envelope = z.infer<typeof envelope>;

/** Amazon tries for longer than others: an hour, by its standard rule. */
const longestAgoMs = 70 * 60_000;

/**
 * Verifies a call of Amazon's notification service: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html. Any topic of
 * anybody is signed by Amazon: so only the topic that was named is believed.
 */
export async function verifySns(
  topicArn: string,
  { call, sns }: { call: ProviderCall; sns: SnsDeps },
): Promise<VerifiedCall> {
  const parsed = envelope.safeParse(parse(call.body));
  if (!parsed.success) return { refused: 'unreadable' };
  const given = parsed.data;
  if (given.TopicArn !== topicArn) return { refused: 'wrong_topic' };
  if (!isOfAmazon(given.SigningCertURL, /\.pem$/)) return { refused: 'forged' };
  const publicKey = await readKey(given.SigningCertURL, sns);
  if (!publicKey) return { refused: 'no_certificate' };
  const hash = given.SignatureVersion === '1' ? 'sha1' : 'sha256';
  if (!isVerified(hash, { text: signedText(given), signature: given.Signature, publicKey }))
    return { refused: 'forged' };
  if (!isRecent(Date.parse(given.Timestamp), call.nowMs, longestAgoMs)) return { refused: 'old' };
  if (given.Type === 'SubscriptionConfirmation')
    return isOfAmazon(given.SubscribeURL ?? '', /^\/$/) ? { confirm: given.SubscribeURL! } : { refused: 'forged' };
  if (given.Type === 'UnsubscribeConfirmation') return { events: [] };
  const events = readSesEvents(parse(given.Message), `ses/${given.MessageId}`);
  return { events: events ?? [] };
}

/** Whether an address is one of Amazon's notification service, where a path like this may stand. */
function isOfAmazon(url: string, path: RegExp): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, pathname, username } = new URL(url);
  // By the shape of a region: below other names, such as s3, anybody may have a host that begins like this.
  const isHost = /^sns\.[a-z]{2}(?:-[a-z]{1,20}){1,3}-\d{1,2}\.amazonaws\.com(?:\.cn)?$/.test(hostname);
  return protocol === 'https:' && port === '' && username === '' && isHost && path.test(pathname);
}

function signedText(given: Envelope): string {
  const names: readonly (keyof Envelope)[] =
    given.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  return names
    .flatMap((name) => (given[name] === undefined || given[name] === null ? [] : [`${name}\n${given[name]}\n`]))
    .join('');
}

/** Keys by the address of their certificate: there are a few, and they change once a year. */
const known = new Map<string, KeyObject>();
const mostKnown = 20;

async function readKey(url: string, { fetchText }: SnsDeps): Promise<KeyObject | null> {
  const found = known.get(url);
  if (found) return found;
  try {
    const key = createPublicKey(await fetchText(url));
    if (known.size >= mostKnown) known.clear();
    known.set(url, key);
    return key;
  } catch {
    return null;
  }
}
