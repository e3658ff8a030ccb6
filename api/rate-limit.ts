import type { Context, MiddlewareHandler } from 'hono';
import { DomainError } from '../domain/errors.ts';
import type { ApiEnv } from './router.ts';

/** How many requests: `perSecond` in the long run, `burst` at once. */
export interface RateLimitOptions {
  perSecond: number;
  burst: number;
}

/** What is left after a request was counted; `retryAfter` in seconds when there was nothing left. */
export interface Allowance {
  allowed: boolean;
  remaining: number;
  retryAfter: number;
  resetAfter: number;
}

/**
 * Token buckets in this process's memory, one per key. With several API processes each counts for itself, so the limit of the
 * installation is this times their number: it protects a process, and is no quota. Bounded: full buckets are forgotten.
 */
export function createRateLimiter({ perSecond, burst }: RateLimitOptions, maxKeys = 20_000) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key: string, nowMs: number): Allowance => {
    const known = buckets.get(key);
    const tokens = known ? Math.min(burst, known.tokens + ((nowMs - known.at) / 1000) * perSecond) : burst;
    const allowed = tokens >= 1;
    const left = allowed ? tokens - 1 : tokens;
    // Deleted first, so that the map stays in order of last use and its first entry is the one to forget.
    buckets.delete(key);
    buckets.set(key, { tokens: left, at: nowMs });
    if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value as string);
    return {
      allowed,
      remaining: Math.floor(left),
      retryAfter: allowed ? 0 : Math.ceil((1 - left) / perSecond),
      resetAfter: Math.ceil((burst - left) / perSecond),
    };
  };
}

/** Refuses with 429 and Retry-After when the bucket of `keyOf(c)` is empty, and tells on every answer what is left. */
export function rateLimit(options: RateLimitOptions, keyOf: (c: Context<ApiEnv>) => string): MiddlewareHandler<ApiEnv> {
  const take = createRateLimiter(options);
  const window = Math.ceil(options.burst / options.perSecond);
  return async (c, next) => {
    const allowance = take(keyOf(c), Date.now());
    c.header('RateLimit-Policy', `"default";q=${options.burst};w=${window}`);
    c.header('RateLimit', `"default";r=${allowance.remaining};t=${allowance.resetAfter}`);
    c.header('RateLimit-Limit', String(options.burst));
    c.header('RateLimit-Remaining', String(allowance.remaining));
    c.header('RateLimit-Reset', String(allowance.resetAfter));
    if (!allowance.allowed) {
      c.header('Retry-After', String(allowance.retryAfter));
      throw new DomainError('rate_limited', `Too many requests. Try again in ${allowance.retryAfter} s.`);
    }
    await next();
  };
}
