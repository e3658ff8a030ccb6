import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { DomainError } from '../domain/errors.ts';
import type { ApiEnv } from './router.ts';

/** Tells the caller which version of the row this is. */
export function setEtag(c: Context<ApiEnv>, version: number): void {
  c.header('ETag', `"${version}"`);
}

/**
 * The version that an update was made from, from If-Match: null where the caller does not say (or says `*`).
 * Updates compare it in their SQL (`where version = …`) and throw `changedMeanwhile()` when no row matches.
 */
export function expectedVersion(c: Context<ApiEnv>): number | null {
  const header = c.req.header('if-match')?.trim();
  if (header === undefined || header === '*') return null;
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header);
  if (!match) throw changedMeanwhile();
  return Number(match[1]);
}

/** Refuses to make what the caller says was there, from If-Match: it is gone since, or never was. */
export function refuseNew(c: Context<ApiEnv>): void {
  if (c.req.header('if-match') !== undefined) throw changedMeanwhile();
}

/** The version that a decision is about, from If-Match: nothing is decided about what the caller may not have seen. */
export function requiredVersion(c: Context<ApiEnv>): number {
  const version = expectedVersion(c);
  if (version !== null) return version;
  const message = 'Send If-Match with the version that you looked at, as in If-Match: "3".';
  throw new DomainError('invalid', message, [{ path: 'If-Match', code: 'required', message }]);
}

/** Tells the caller which content this is, for what has few fields and no version: a hash of what they read. */
export function setContentEtag(c: Context<ApiEnv>, content: unknown): void {
  c.header('ETag', contentTag(content));
}

/**
 * Refuses the update of what is no longer as the caller read it, from If-Match. `content` is what the caller would read now, under a
 * lock that the update holds too; without the header, or with `*`, anything may be changed.
 */
export function refuseOtherContent(c: Context<ApiEnv>, content: unknown): void {
  const header = c.req.header('if-match')?.trim().replace(/^W\//, '');
  if (header !== undefined && header !== '*' && header !== contentTag(content)) throw changedMeanwhile();
}

function contentTag(content: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)}"`;
}

/** The refusal of an update that lost a race (412). */
export function changedMeanwhile(): DomainError {
  return new DomainError(
    'precondition_failed',
    'Somebody changed this since you read it. Nothing was saved: read it again and repeat your change.',
  );
}
