import { createHmac } from 'node:crypto';
import type { LeasedCall } from '../../db/queries/drips/calls.ts';
import type { Call } from './caller.ts';

/** What calls are signed with, and when. */
interface Signing {
  secrets: readonly string[];
  nowIso: string;
}

/**
 * A call as it goes over the wire, signed as Standard Webhooks say: HMAC-SHA256 over `id.timestamp.body`, once for each secret that
 * holds. The id is the same at every attempt, so that the target can tell a repetition.
 */
export function signedRequest(
  { url, id, payload }: { url: string; id: string; payload: unknown },
  { secrets, nowIso }: Signing,
): Call {
  const body = JSON.stringify(payload);
  const timestamp = String(Math.floor(Date.parse(nowIso) / 1000));
  const signatures = secrets.map((secret) => `v1,${sign(secret, `${id}.${timestamp}.${body}`)}`);
  return {
    url,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'SalesCompass-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
  };
}

/** The call of a step of a drip. */
export function signedCall(call: LeasedCall, signing: Signing): Call {
  const request = signedRequest({ url: call.url, id: call.id, payload: payloadOf(call) }, signing);
  return { ...request, headers: { ...request.headers, 'idempotency-key': call.id } };
}

/** What the target is told: who came to which step of which drip, and when. */
function payloadOf(call: LeasedCall) {
  return {
    type: 'drip.step',
    id: call.id,
    timestamp: call.createdAt.toISOString(),
    data: {
      campaign: { id: call.campaignId, name: call.campaignName },
      drip: { id: call.dripId, name: call.dripName },
      step: { key: call.step, name: call.stepName },
      person: {
        id: call.personId,
        externalId: call.externalId,
        email: call.email,
        firstName: call.firstName,
        lastName: call.lastName,
      },
    },
  };
}

/** A secret is `whsec_` and the base64 of the key. */
function sign(secret: string, text: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(text).digest('base64');
}
