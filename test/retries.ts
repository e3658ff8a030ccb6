import { setTimeout as sleep } from 'node:timers/promises';
import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

/**
 * The retries of a connection to Temporal that is closed while calls may be under way, as those of a test that was given up: `interceptor` for
 * the connection, and `end` before it is closed. A retry that comes later would throw where nobody can catch it.
 */
export function endingRetries() {
  const usual = defaultGrpcRetryOptions();
  let isOver = false;
  /** When the last of those that are waited for begins. */
  let lastAt = 0;
  return {
    interceptor: makeGrpcRetryInterceptor({
      retryableDecider: (attempt, status) => !isOver && usual.retryableDecider(attempt, status),
      delayFunction: (attempt, status) => {
        const ms = usual.delayFunction(attempt, status);
        lastAt = Math.max(lastAt, Date.now() + ms);
        return ms;
      },
    }),
    /** Waits for retries that were promised, a few seconds at most; what fails from now on fails whoever asked. */
    end: async (): Promise<void> => {
      isOver = true;
      if (lastAt >= Date.now()) await sleep(lastAt - Date.now() + 100);
    },
  };
}
