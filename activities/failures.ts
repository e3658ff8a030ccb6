import { ApplicationFailure } from '@temporalio/common';
import { DomainError } from '../domain/errors.ts';

type Activities = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * Makes the product's own refusals final: a DomainError becomes a non-retryable failure of its code, with the message that
 * people read. Everything else throws as it is and is retried.
 */
export function withFinalRefusals<T extends Activities>(activities: T): T {
  const wrapped = Object.entries(activities).map(([name, run]) => [
    name,
    async (...args: never[]) => {
      try {
        return await run(...args);
      } catch (error) {
        if (error instanceof DomainError)
          throw ApplicationFailure.nonRetryable(error.message, error.code, { fields: error.fields });
        throw error;
      }
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}
