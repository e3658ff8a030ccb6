import { queryOptions } from '@tanstack/svelte-query';
import type { z } from 'zod';
import { bulkLimit, type MemberBulk, type MemberResult, type MembersFrom } from '../../../domain/members/member.ts';
import type { PeopleKeys } from '../../../domain/members/keys-file.ts';
import { api, ok } from '../lib/api.ts';

/** What a list of members is narrowed by, as it stands in the address. */
export interface MemberQuery {
  limit: number;
  cursor?: string;
  q?: string;
  statusId?: string;
  hasResponded?: 'true' | 'false';
  source?: string;
}

/** One page of a campaign's members. */
export const memberList = (campaignId: string, query: MemberQuery) =>
  queryOptions({
    queryKey: ['campaigns', campaignId, 'members', query],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/members', { params: { path: { id: campaignId }, query } })),
  });

/** A campaign's members in numbers. */
export const memberSummary = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaigns', campaignId, 'members', 'summary'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/members/summary', { params: { path: { id: campaignId } } })),
  });

/** What became of one member, newest first. */
export const memberHistory = (campaignId: string, memberId: string) =>
  queryOptions({
    queryKey: ['campaigns', campaignId, 'members', memberId, 'history'],
    queryFn: () =>
      ok(
        api.GET('/api/v1/campaigns/{id}/members/{memberId}/history', {
          params: { path: { id: campaignId, memberId }, query: { limit: 200 } },
        }),
      ),
  });

/** What a bulk change did: how many rows changed something, and a result for each. */
export interface BulkAnswer {
  done: number;
  results: z.infer<typeof MemberResult>[];
}

/** Carries out one bulk change. */
export function changeMembers(campaignId: string, body: MemberBulk): Promise<BulkAnswer> {
  return ok(api.POST('/api/v1/campaigns/{id}/members/bulk', { params: { path: { id: campaignId } }, body }));
}

/** Adds everybody that a file names, in as many requests as their number takes; `progress` hears how many were done. */
export async function addKeys(
  campaignId: string,
  { by, keys, statusId }: PeopleKeys & { statusId: string },
  progress: (rows: number) => void,
): Promise<BulkAnswer> {
  const all: BulkAnswer = { done: 0, results: [] };
  for (let start = 0; start < keys.length; start += bulkLimit) {
    const some = keys.slice(start, start + bulkLimit);
    const people = by === 'emails' ? { emails: some } : { externalIds: some };
    const answer = await changeMembers(campaignId, { action: 'add', ...people, statusId });
    all.done += answer.done;
    all.results.push(...answer.results);
    progress(all.results.length);
  }
  return all;
}

/** Adds everybody of a list or of another campaign. */
export function addFrom(campaignId: string, body: z.infer<typeof MembersFrom>) {
  return ok(api.POST('/api/v1/campaigns/{id}/members/add-from', { params: { path: { id: campaignId } }, body }));
}
