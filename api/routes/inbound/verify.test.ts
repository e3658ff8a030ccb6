import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ProviderCall } from './proof.ts';
import { verifyCall } from './verify.ts';

const nowMs = Date.parse('2026-06-03T09:00:00Z');
const seconds = (ago: number) => String(nowMs / 1000 - ago);
const call = (body: string, headers: Record<string, string> = {}): ProviderCall => ({
  ...{ body, nowMs },
  header: (name) => headers[name.toLowerCase()],
});
const nothing = { fetchText: () => Promise.reject(new Error('nothing is fetched')) };

describe('SendGrid', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const body = JSON.stringify([
    {
      event: 'bounce',
      email: 'P1@people.example',
      sg_event_id: 'e1',
      status: '5.1.1',
      reason: '550 5.1.1 user unknown',
      type: 'bounce',
    },
  ]);
  const signed = (text: string, timestamp: string) => ({
    'x-twilio-email-event-webhook-timestamp': timestamp,
    'x-twilio-email-event-webhook-signature': createSign('sha256')
      .update(timestamp + text)
      .sign(privateKey, 'base64'),
  });
  const verify = (given: ProviderCall) => verifyCall('sendgrid', key, { call: given, sns: nothing });

  it('is believed by its signature over time and body', async () => {
    expect(await verify(call(body, signed(body, seconds(10))))).toMatchObject({
      events: [
        { id: 'e1', kind: 'report', verdict: { kind: 'hard', reason: 'userunknown', recipient: 'p1@people.example' } },
      ],
    });
  });

  it.each([
    ['another body', call(`${body} `, signed(body, seconds(10))), 'forged'],
    [
      'another time',
      call(body, { ...signed(body, seconds(10)), 'x-twilio-email-event-webhook-timestamp': seconds(9) }),
      'forged',
    ],
    ['no signature', call(body), 'forged'],
    ['a signature that is none', call(body, { 'x-twilio-email-event-webhook-signature': '%%%' }), 'forged'],
    ['an old one', call(body, signed(body, seconds(16 * 60))), 'old'],
    ['one of tomorrow', call(body, signed(body, seconds(-16 * 60))), 'old'],
    ['no list', call('{}', signed('{}', seconds(1))), 'unreadable'],
  ])('is refused with %s', async (_name, given, refused) => expect(await verify(given)).toEqual({ refused }));
});

describe('Mailgun', () => {
  const key = 'key-0123456789abcdef';
  const data = {
    id: 'e1',
    event: 'failed',
    severity: 'permanent',
    recipient: 'p1@people.example',
    'delivery-status': { code: 550, message: '5.1.1 no such user here' },
  };
  const signed = (token: string, ago: number, signature?: string) => {
    const timestamp = seconds(ago);
    const made = createHmac('sha256', key)
      .update(timestamp + token)
      .digest('hex');
    return call(JSON.stringify({ signature: { timestamp, token, signature: signature ?? made }, 'event-data': data }));
  };
  const verify = (given: ProviderCall) => verifyCall('mailgun', key, { call: given, sns: nothing });

  it('is believed by its signature, each token once', async () => {
    expect(await verify(signed('t1', 10))).toMatchObject({
      once: 'mailgun/t1',
      events: [{ id: 'e1', verdict: { kind: 'hard' } }],
    });
  });

  it.each([
    ['another signature', signed('t1', 10, 'f'.repeat(64)), 'forged'],
    ['none', call('{}'), 'forged'],
    ['no JSON', call('x'), 'forged'],
    ['an old one', signed('t1', 16 * 60), 'old'],
  ])('is refused with %s', async (_name, given, refused) => expect(await verify(given)).toEqual({ refused }));
});

describe('Postmark', () => {
  const key = 'a long enough password';
  const body = JSON.stringify({
    RecordType: 'Bounce',
    ID: 42,
    Type: 'HardBounce',
    Email: 'p1@people.example',
    Details: 'smtp;550 5.1.1 unknown',
  });
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  const verify = (given: ProviderCall) => verifyCall('postmark', key, { call: given, sns: nothing });

  it('is believed by its password', async () => {
    expect(await verify(call(body, basic(`salescompass:${key}`)))).toMatchObject({
      events: [{ verdict: { kind: 'hard' } }],
    });
  });

  it.each([
    ['another password', call(body, basic('salescompass:other')), 'forged'],
    ['another name', call(body, basic(`root:${key}`)), 'forged'],
    ['none', call(body), 'forged'],
    ['no event', call('[]', basic(`salescompass:${key}`)), 'unreadable'],
  ])('is refused with %s', async (_name, given, refused) => expect(await verify(given)).toEqual({ refused }));
});

describe('Amazon', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const topic = 'arn:aws:sns:eu-west-1:123456789012:bounces';
  const message = {
    notificationType: 'Bounce',
    mail: { source: 'news@acme.example', headers: [{ name: 'Message-ID', value: '<m@acme.example>' }] },
    bounce: {
      bounceType: 'Permanent',
      bouncedRecipients: [
        { emailAddress: 'p1@people.example', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
      ],
    },
  };
  const certificate = (host = 'sns.eu-west-1.amazonaws.com') => `https://${host}/SimpleNotificationService-test.pem`;
  const notification = (more: Record<string, string> = {}, isV1 = false) => {
    const given: Record<string, string> = {
      ...{ Type: 'Notification', MessageId: 'm1', TopicArn: topic, Message: JSON.stringify(message) },
      ...{
        Timestamp: new Date(nowMs - 10_000).toISOString(),
        SignatureVersion: isV1 ? '1' : '2',
        SigningCertURL: certificate(),
      },
      ...more,
    };
    const names =
      given.Type === 'Notification'
        ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
        : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
    const text = names.flatMap((name) => (given[name] === undefined ? [] : [`${name}\n${given[name]}\n`])).join('');
    return {
      ...given,
      Signature: createSign(isV1 ? 'sha1' : 'sha256')
        .update(text)
        .sign(privateKey, 'base64'),
    };
  };
  const verify = (given: object, fetchText = () => Promise.resolve(pem)) =>
    verifyCall('ses', topic, { call: call(JSON.stringify(given)), sns: { fetchText } });

  it.each([
    ['by SHA-256', false],
    ['by SHA-1', true],
  ])('is believed by its signature %s', async (_name, isV1) => {
    expect(await verify(notification({}, isV1))).toMatchObject({
      events: [
        {
          id: 'ses/m1/0',
          names: ['news@acme.example', '<m@acme.example>'],
          verdict: { kind: 'hard', reason: 'userunknown' },
        },
      ],
    });
  });

  it.each([
    ['another message', { ...notification(), Message: '{}' }, 'forged'],
    ['another topic', notification({ TopicArn: `${topic}x` }), 'wrong_topic'],
    ['an old one', notification({ Timestamp: new Date(nowMs - 2 * 3600_000).toISOString() }), 'old'],
    ['nothing of theirs', { hello: 1 }, 'unreadable'],
  ])('is refused with %s', async (_name, given, refused) => expect(await verify(given)).toEqual({ refused }));

  it.each([
    'evil.example',
    'sns.eu-west-1.amazonaws.com.evil.example',
    'evilsns.eu-west-1.amazonaws.com',
    's3.amazonaws.com',
    'sns.s3.amazonaws.com',
    'sns.s3-eu-west-1.amazonaws.com',
    'sns.s3-website-eu-west-1.amazonaws.com',
    'sns.eu-west-1.amazonaws.com:8443',
    'a@sns.eu-west-1.amazonaws.com',
  ])('reads no certificate from %s', async (host) => {
    const fetched: string[] = [];
    const fetchText = (url?: string) => (fetched.push(url ?? ''), Promise.resolve(pem));
    expect(await verify(notification({ SigningCertURL: certificate(host) }), fetchText)).toEqual({ refused: 'forged' });
    expect(fetched).toEqual([]);
  });

  it.each(['sns.us-gov-west-1.amazonaws.com', 'sns.cn-north-1.amazonaws.com.cn'])('reads one from %s', async (host) =>
    expect(await verify(notification({ SigningCertURL: certificate(host) }))).toMatchObject({ events: [{}] }),
  );

  it('confirms a subscription of that topic alone, at an address of theirs', async () => {
    const url = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
    const ask = { Type: 'SubscriptionConfirmation', Token: 't', Message: 'confirm?' };
    expect(await verify(notification({ ...ask, SubscribeURL: url }))).toEqual({ confirm: url });
    expect(await verify(notification({ ...ask, SubscribeURL: 'https://evil.example/' }))).toEqual({
      refused: 'forged',
    });
  });

  it('waits where the certificate cannot be read', async () => {
    const elsewhere = certificate().replace('test', 'away');
    const away = () => Promise.reject(new Error('away'));
    expect(await verify(notification({ SigningCertURL: elsewhere }), away)).toEqual({ refused: 'no_certificate' });
  });
});
