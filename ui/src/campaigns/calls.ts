import { queryOptions } from '@tanstack/svelte-query';
import type { CampaignBulkResult, CampaignsOrder } from '../../../domain/campaigns/bulk.ts';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import type { CampaignCommand } from '../../../domain/campaigns/lifecycle.ts';
import { api, ifMatch, ok } from '../lib/api.ts';
import { href } from '../lib/paths.ts';
import { queryClient } from '../lib/query-client.ts';

/** What a list of campaigns is narrowed and ordered by, as it stands in the address. */
export interface CampaignListQuery {
  /** One state, or several with commas between them. */
  status?: string;
  q?: string;
  ownerId?: string;
  campaignTypeId?: string;
  /** The campaign they stand directly below; `none`: below no other. */
  parentId?: string;
  tag?: string;
  startFrom?: string;
  startBefore?: string;
  sort?: '-createdAt' | 'name' | 'startAt' | '-startAt' | '-completedAt';
  cursor?: string;
  limit?: number;
}

/** One page of campaigns. */
export const campaignList = (query: CampaignListQuery) =>
  queryOptions({
    queryKey: ['campaigns', 'list', query],
    queryFn: () => ok(api.GET('/api/v1/campaigns', { params: { query } })),
  });

/** A campaign with its figures. */
export const campaignById = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } })),
  });

/** Where a campaign stands: those above it, and those directly below it. */
export const hierarchyOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'hierarchy'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/hierarchy', { params: { path: { id } } })),
  });

/** Every figure of a campaign, its own and rolled up. */
export const performanceOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'performance'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/performance', { params: { path: { id } } })),
  });

/** What a running campaign does within the next two months, of which the first is what comes next. */
export const nextOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'next'],
    queryFn: () => {
      const now = Date.now();
      const query = { from: new Date(now).toISOString(), to: new Date(now + 62 * 86_400_000).toISOString() };
      return ok(api.GET('/api/v1/campaigns/{id}/calendar', { params: { path: { id }, query } }));
    },
    staleTime: 60_000,
  });

/** What a campaign earned with those below it, of all time and by the usual model. */
export const earnedOf = (id: string) =>
  queryOptions({
    queryKey: ['attribution', 'earned', id],
    queryFn: () => ok(api.GET('/api/v1/roi/campaigns', { params: { query: { campaignIds: id, withBelow: 'true' } } })),
    staleTime: 60_000,
  });

const usersAfter = (cursor?: string) =>
  ok(api.GET('/api/v1/users', { params: { query: { limit: 500, ...(cursor ? { cursor } : {}) } } }));

/** The people who work in the organisation, all of them: who may own a campaign. */
export const colleagues = queryOptions({
  queryKey: ['users', 'all'],
  queryFn: async () => {
    const all = await usersAfter();
    for (let cursor = all.nextCursor; cursor;) {
      const { data, nextCursor } = await usersAfter(cursor);
      all.data.push(...data);
      cursor = nextCursor;
    }
    return all;
  },
  staleTime: 60_000,
});

/** The tags that campaigns have. */
export const campaignTags = queryOptions({
  queryKey: ['campaigns', 'tags'],
  queryFn: () => ok(api.GET('/api/v1/campaign-tags', {})),
});

/** A saved view of the list of campaigns. */
export interface SavedView {
  id: string;
  name: string;
  query: Record<string, string>;
  isShared: boolean;
  isMine: boolean;
  version: number;
}

/** The views of the list: one's own and those that are shared. */
export const savedViews = queryOptions({
  queryKey: ['saved-views'],
  queryFn: () => ok(api.GET('/api/v1/saved-views', { params: { query: { page: 'campaigns' } } })),
});

/** The address of a view: its filters stand in it, and which view they are of. */
export const viewAddress = (view: SavedView): string => href('campaigns', {}, { ...view.query, view: view.id });

/** Changes a view. */
export const changeView = (
  view: SavedView,
  body: Partial<Pick<SavedView, 'name' | 'isShared' | 'query'>>,
): Promise<SavedView> =>
  ok(api.PATCH('/api/v1/saved-views/{id}', { params: { path: { id: view.id } }, headers: ifMatch(view), body }));

/** Changes of campaigns that only put them in order. */
export type OrderOfCampaigns = Omit<CampaignsOrder, 'campaignIds'>;

/** Puts several campaigns in order; answers with what became of each. */
export async function orderCampaigns(campaignIds: string[], order: OrderOfCampaigns): Promise<CampaignBulkResult[]> {
  const { results } = await ok(api.POST('/api/v1/bulk/campaigns/order', { body: { campaignIds, ...order } }));
  await refreshCampaigns();
  return results;
}

/** Gives several campaigns the same command; answers with what became of each. */
export async function commandCampaigns(campaignIds: string[], name: BulkCommand): Promise<CampaignBulkResult[]> {
  const path = `/api/v1/bulk/campaigns/${name}` as '/api/v1/bulk/campaigns/pause';
  const { results } = await ok(api.POST(path, { body: { campaignIds } }));
  await refreshCampaigns();
  return results;
}

/** The commands that can be given to several campaigns at once. */
export type BulkCommand = Extract<CampaignCommand, 'submit' | 'withdraw' | 'pause' | 'resume' | 'cancel'>;

/** The broadcasts of a campaign. */
export const broadcastsOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'broadcasts'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/broadcasts', { params: { path: { id } } })),
  });

/** What stands in the way of sending, and who would get it. */
export const preflightOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'preflight'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/preflight', { params: { path: { id } } })),
  });

/** What a copy of a campaign would have; with a series, when each copy would start. */
export const clonePreview = (id: string, series: { name: string; rrule: string; from: string } | null) =>
  queryOptions({
    queryKey: ['campaigns', id, 'clone', series],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/clone', { params: { path: { id }, query: series ?? {} } })),
  });

/** Every request for approval of a campaign, the newest first. */
export const approvalsOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'approvals'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/approvals', { params: { path: { id } } })),
  });

/** The kinds of campaigns with their statuses. */
export const campaignTypes = queryOptions({
  queryKey: ['campaign-types'],
  queryFn: () => ok(api.GET('/api/v1/campaign-types', {})),
  staleTime: 60_000,
});

/** Everything that is shown of campaigns is read anew; how many go out, which nobody has to wait for, too. */
export async function refreshCampaigns(): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: ['overview'], exact: true });
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['campaigns'] }),
    queryClient.invalidateQueries({ queryKey: ['approvals'] }),
  ]);
}

/** Puts a fresher campaign in the place of what was read before. */
export function rememberCampaign(campaign: Campaign): void {
  queryClient.setQueryData(['campaigns', campaign.id], campaign);
}

/** Removes a draft with everything of it. */
export async function deleteCampaign(id: string): Promise<void> {
  await ok(api.DELETE('/api/v1/campaigns/{id}', { params: { path: { id } } }));
}

/** Gives a command and waits until it is obeyed. */
export async function command(id: string, name: CampaignCommand, body: Record<string, unknown> = {}): Promise<void> {
  const path = `/api/v1/campaigns/{id}/${name}` as '/api/v1/campaigns/{id}/schedule';
  const { status, startAt } = await ok(api.POST(path, { params: { path: { id } }, body }));
  queryClient.setQueryData<Campaign>(['campaigns', id], (known) => known && { ...known, status, startAt });
  await refreshCampaigns();
}
