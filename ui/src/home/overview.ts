import { api, ok } from '../lib/api.ts';

/** Where the organisation stands now. */
export const overviewNow = { queryKey: ['overview'], queryFn: () => ok(api.GET('/api/v1/overview')) };
