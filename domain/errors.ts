/** Every refusal that the product makes on purpose. The code is stable: callers branch on it. */
export type DomainErrorCode =
  | 'not_found'
  | 'forbidden'
  | 'conflict'
  | 'invalid'
  | 'unavailable'
  | 'idempotency_key_missing'
  | 'idempotency_key_reused'
  | 'idempotency_in_flight'
  | 'precondition_failed'
  | 'rate_limited'
  | 'unauthenticated';

/** One refused field of the input: where it is, a stable code, what is wrong and how to fix it. */
export interface FieldError {
  path: string;
  code: string;
  message: string;
}

/**
 * An expected refusal. `api/errors.ts` turns it into problem+json; an activity turns it into a non-retryable failure.
 * The message is read by people: it says what happened, what was kept and what to do, and holds no personal data.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly fields: FieldError[] = [],
  ) {
    super(message);
  }
}

/** The refusal for an id that does not exist or belongs to another tenant; the two are never told apart. */
export function notFound(what: string): DomainError {
  return new DomainError('not_found', `There is no such ${what}.`);
}
