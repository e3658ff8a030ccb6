import { randomUUID } from 'node:crypto';
import type { NewCall } from '../../../db/queries/ingest/ingest.ts';
import type { UsableKey } from '../../../db/queries/ingest/write-keys.ts';
import { DomainError } from '../../../domain/errors.ts';
import { readCall, type Call, type CallContext, type Refusal } from '../../../domain/ingest/call.ts';
import type { KeyRing } from '../../../domain/key-ring.ts';
import { readToken } from '../../../domain/tokens/token.ts';

/** A refused call of a batch, by its place. */
export type RefusedCall = Refusal & { index: number; type: string };

/** What a request holds: calls to be written, and those that cannot be. */
export interface ReadRequest {
  calls: NewCall[];
  refused: RefusedCall[];
}

/** The JSON object of a body; a refusal that says what is wrong with it. */
export function readBody(text: string): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new DomainError('invalid', 'The body is not JSON. Nothing was stored.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new DomainError('invalid', 'The body must be a JSON object. Nothing was stored.');
  return body as Record<string, unknown>;
}

/** The calls of a batch's body. */
export function callsOf(body: Record<string, unknown>): unknown[] {
  if (Array.isArray(body.batch)) return body.batch;
  const message = 'must be a list of calls';
  throw new DomainError('invalid', `"batch" ${message}. Nothing was stored.`, [
    { path: 'batch', code: 'not_a_list', message },
  ]);
}

/** Reads each call on its own, so that a wrong one does not affect the others. */
export function readCalls(
  given: readonly unknown[],
  { key, keyRing, context }: { key: UsableKey; keyRing: KeyRing; context: CallContext },
): ReadRequest {
  const read: ReadRequest = { calls: [], refused: [] };
  given.forEach((one, index) => {
    const result = readCall(one, context);
    if ('call' in result) read.calls.push(asRow(result.call, key, keyRing));
    else read.refused.push({ index, type: context.type ?? typeIn(one), ...result.refused });
  });
  return read;
}

function typeIn(given: unknown): string {
  const type = typeof given === 'object' && given !== null && 'type' in given ? given.type : null;
  return typeof type === 'string' ? type : '';
}

function asRow(call: Call, key: UsableKey, keyRing: KeyRing): NewCall {
  const row = {
    // What a page sends is known to all who read it: it repeats nothing of a server's.
    key: `${key.kind === 'site' ? 'page' : 'call'} ${call.messageId ?? randomUUID()}`,
    keyId: key.id,
    anonymousId: call.anonymousId,
    userId: call.userId,
    agoMs: call.agoMs,
    messageId: call.visitToken === null ? null : messageOf(call.visitToken, key, keyRing),
  };
  if ('kind' in call) {
    const { type, kind, name, utmId, verdict, data } = call;
    return { ...row, type, kind, name, utmId, verdict, rule: verdict === 'machine' ? 'bot_agent' : null, data };
  }
  const { type, traits, groupId, previousId, userId, anonymousId } = call;
  const data = { userId, anonymousId, traits, groupId, previousId };
  return { ...row, type, kind: null, name: null, utmId: null, verdict: 'unknown', rule: null, data };
}

/** The message that a token speaks of, if it is one of this tenant. */
function messageOf(token: string, key: UsableKey, keyRing: KeyRing): string | null {
  const reading = readToken(keyRing, token, 'visit', new Date().toISOString());
  return reading.refused === undefined && reading.tenantNumber === key.tenantNumber ? reading.messageId : null;
}
