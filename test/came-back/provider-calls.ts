import { createHmac, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { withTenant } from '../../db/connection.ts';
import { insertProviderHook } from '../../db/queries/inbound/provider-hooks.ts';
import { sealSecret } from '../../db/sealing.ts';
import { providerKeyPurpose, type Provider } from '../../domain/inbound/providers/provider.ts';
import { newHookToken } from '../../api/routes/inbound/hook-token.ts';
import type { TestApi } from '../api.ts';
import type { SeenMessage } from './letters.ts';

/** What a provider says of a message, in a call of its own or, where it does so, together with others. */
export interface ProviderCall {
  kind: 'call';
  provider: Exclude<Provider, 'ses'>;
  event: (seen: SeenMessage) => object;
}

/** An event of SendGrid's. */
export function sendgrid(fields: { event: string; [field: string]: string }): ProviderCall {
  const event = ({ to, messageId }: SeenMessage) => ({
    ...{ ...fields, email: to, sg_event_id: `${fields.event}/${messageId}`, 'smtp-id': `<${messageId}>` },
  });
  return { kind: 'call', provider: 'sendgrid', event };
}

/** A call of Postmark's, which brings the headers back. */
export function postmark(fields: { RecordType: string; [field: string]: string }): ProviderCall {
  const event = ({ to, messageId, headers }: SeenMessage) => ({
    ...fields,
    ID: messageId,
    Email: to,
    Content: headers,
  });
  return { kind: 'call', provider: 'postmark', event };
}

/** A call of Mailgun's. */
export function mailgun(event: string): ProviderCall {
  return {
    kind: 'call',
    provider: 'mailgun',
    event: ({ to, messageId }) => ({
      ...{ id: `${event}/${messageId}`, event, recipient: to, message: { headers: { 'message-id': messageId } } },
    }),
  };
}

/** A call as it goes over the wire; played again it is the same to the last byte. */
export interface WireCall {
  path: string;
  body: string;
  headers: Record<string, string>;
}

/** Signs calls as the providers do. */
export interface Providers {
  /** One call for these events: SendGrid's together, the others' alone. */
  sign: (provider: ProviderCall['provider'], events: readonly object[]) => WireCall;
}

/** Makes an address for each provider in the organisation, with keys of its own. */
export async function openProviders({ deps }: TestApi, tenantId: string): Promise<Providers> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const secret = randomBytes(24).toString('base64url');
  const open = async (provider: ProviderCall['provider'], key: string) => {
    const token = newHookToken();
    const [row] = await deps.database.sql<{ id: string }[]>`select uuidv7() as id`;
    const keySealed = sealSecret(deps.keyRing, providerKeyPurpose, key);
    await withTenant(deps.database.db, tenantId, (db) =>
      insertProviderHook(db, {
        ...{ id: row!.id, provider, name: provider, tokenHash: token.hash, keySealed, createdByName: 'Admin' },
      }),
    );
    return `/hooks/${provider}/${token.text}`;
  };
  const paths = {
    sendgrid: await open('sendgrid', publicKey.export({ format: 'der', type: 'spki' }).toString('base64')),
    postmark: await open('postmark', secret),
    mailgun: await open('mailgun', secret),
  };
  return {
    sign: (provider, events): WireCall => {
      const path = paths[provider];
      const time = String(Math.floor(Date.now() / 1000));
      if (provider === 'sendgrid') {
        const body = JSON.stringify(events);
        const signature = createSign('sha256').update(`${time}${body}`).sign(privateKey, 'base64');
        const named = 'x-twilio-email-event-webhook';
        return { path, body, headers: { [`${named}-signature`]: signature, [`${named}-timestamp`]: time } };
      }
      if (provider === 'postmark') {
        const authorization = `Basic ${Buffer.from(`salescompass:${secret}`).toString('base64')}`;
        return { path, body: JSON.stringify(events[0]), headers: { authorization } };
      }
      const token = randomBytes(25).toString('hex');
      const signature = createHmac('sha256', secret).update(`${time}${token}`).digest('hex');
      const body = JSON.stringify({ 'event-data': events[0], signature: { timestamp: time, token, signature } });
      return { path, body, headers: {} };
    },
  };
}
