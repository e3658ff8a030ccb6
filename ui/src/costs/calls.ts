import { queryOptions } from '@tanstack/svelte-query';
import type { CostKind } from '../../../domain/costs/cost.ts';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** A campaign's budget against its costs. */
export const budgetOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'budget'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/budget', { params: { path: { id } } })),
  });

/** The cost lines of a campaign in their order. */
export const costsOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'costs'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/costs', { params: { path: { id } } })),
  });

/** A line as far as it is written; null where it is not one yet. */
export interface CostDraft {
  kind: CostKind;
  amountMinor: number;
  currency: string;
  date: string;
  costId?: string;
}

/** What a line would be worth, and whether it would go over the budget. */
export const costCheck = (id: string, draft: CostDraft | null) =>
  queryOptions({
    queryKey: ['campaigns', id, 'costs', 'check', draft],
    queryFn: () => {
      const { amountMinor = 0, ...rest } = draft ?? ({} as CostDraft);
      const query = { ...rest, amountMinor: String(amountMinor) };
      return ok(api.GET('/api/v1/campaigns/{id}/costs/check', { params: { path: { id }, query } }));
    },
    enabled: draft !== null,
  });

/** Lines and budget of a campaign are read anew. */
export async function refreshCosts(id: string): Promise<void> {
  await Promise.all(
    ['costs', 'budget'].map((part) => queryClient.invalidateQueries({ queryKey: ['campaigns', id, part] })),
  );
}
