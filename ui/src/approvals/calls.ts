import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';

/** What waits for a decision, the oldest first. */
export const openApprovals = queryOptions({ queryKey: ['approvals'], queryFn: () => ok(api.GET('/api/v1/approvals')) });
