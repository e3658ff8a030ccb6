import { createVerify, type KeyObject } from 'node:crypto';
import type { ProviderEvent, Refusal } from '../../../domain/inbound/providers/provider.ts';

/** A call as it came. */
export interface ProviderCall {
  body: string;
  header: (name: string) => string | undefined;
  nowMs: number;
}

/** What a call turned out to be: events, something to confirm, or nothing that is believed. `once`: a token that must be new. */
export type VerifiedCall =
  | { events: readonly ProviderEvent[]; once?: string }
  | { confirm: string }
  | { refused: Refusal };

/** A call that was signed longer ago than this (milliseconds) is refused. */
const longestAgoMs = 15 * 60_000;

/** Whether a signature in base64 is that of a text. */
export function isVerified(
  hash: 'sha1' | 'sha256',
  { text, signature, publicKey }: { text: string; signature: string; publicKey: KeyObject },
): boolean {
  try {
    return createVerify(hash).update(text).verify(publicKey, signature, 'base64');
  } catch {
    return false;
  }
}

/** Whether a moment lies neither too far back nor ahead. */
export function isRecent(atMs: number, nowMs: number, longest = longestAgoMs): boolean {
  return Number.isFinite(atMs) && nowMs - atMs <= longest && atMs - nowMs <= longestAgoMs;
}

/** JSON, or undefined where it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value has fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
