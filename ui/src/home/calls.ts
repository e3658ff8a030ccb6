import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import type { SuccessPeriod } from '../../../domain/overview/success.ts';
import { api, ok } from '../lib/api.ts';

/** The three success metrics over a span. */
export const successOf = (period: SuccessPeriod) =>
  queryOptions({
    queryKey: ['overview', 'success', period],
    queryFn: () => ok(api.GET('/api/v1/overview/success', { params: { query: { period } } })),
    placeholderData: keepPreviousData,
  });
