import { QueryClient } from '@tanstack/svelte-query';
import { Problem } from './problem.ts';

// Where there is no line, one is told so: what waits for a line without a word would keep its dialog open.
const networkMode = 'always';

/** What the API said lately, kept for going back and forth; a refusal is not asked for again, an outage twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode,
      refetchOnReconnect: true,
      staleTime: 10_000,
      // Thrown is none, and yet this has everybody told of it: who reads what was found alone is not told of a failure, and a part of the page
      // that comes after it would load for ever.
      throwOnError: () => false,
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 500),
    },
    mutations: { networkMode },
  },
});
