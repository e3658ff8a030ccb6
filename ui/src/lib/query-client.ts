import { QueryClient } from '@tanstack/svelte-query';
import { Problem } from './problem.ts';

/** What the API said lately, kept for going back and forth; a refusal is not asked for again, an outage twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 500),
    },
  },
});
