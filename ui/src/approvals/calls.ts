import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';

const readOpen = () => ok(api.GET('/api/v1/approvals'));

/** What waits for a decision, the oldest first. */
export const openApprovals = queryOptions({ queryKey: ['approvals'], queryFn: readOpen });

/** Something that waits for a decision. */
export type OpenApproval = Awaited<ReturnType<typeof readOpen>>['data'][number];
