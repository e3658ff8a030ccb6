import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import type { NewNurtureItem, NurtureItem, NurtureItemChange } from '../../../domain/nurtures/item.ts';
import type { AddNurtureMembers, Nurture, NurtureMemberFilter } from '../../../domain/nurtures/nurture.ts';
import type { AtEnd } from '../../../domain/parts/end.ts';
import type { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import type { NewNurtureVersion, NurtureVersion, NurtureVersionPreview } from '../../../domain/nurtures/version.ts';
import { refreshCampaigns } from '../campaigns/calls.ts';
import { api, ifMatch, ok } from '../lib/api.ts';
import { inTurn } from '../lib/in-turn.ts';
import { queryClient } from '../lib/query-client.ts';
import type { VersionDecided } from '../parts/versions.ts';

/** Which nurture programme of which campaign. */
export interface NurtureRef {
  id: string;
  nurtureId: string;
}

/** How often what moves by itself is read anew, in milliseconds. */
const beat = 15_000;
const base = '/api/v1/campaigns/{id}/nurtures/{nurtureId}';
const keyOf = (path: NurtureRef) => ['campaigns', path.id, 'nurtures', path.nurtureId] as const;

/** The nurture programmes of a campaign. */
export const nurturesOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'nurtures'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/nurtures', { params: { path: { id } } })),
    refetchInterval: beat,
  });

/** One nurture programme with its streams and items. */
export const nurtureById = (path: NurtureRef) =>
  queryOptions({
    queryKey: keyOf(path),
    queryFn: () => ok(api.GET(base, { params: { path } })),
    refetchInterval: beat,
  });

/** What the next cast does, in a sentence and in numbers. */
export const forecastOf = (path: NurtureRef) =>
  queryOptions({
    queryKey: [...keyOf(path), 'forecast'],
    queryFn: () => ok(api.GET(`${base}/next-cast`, { params: { path, query: { limit: 1 } } })),
    refetchInterval: 2 * beat,
  });

/** A page of members with what the next cast means for each. */
export const membersOf = (path: NurtureRef, filter: NurtureMemberFilter & { cursor?: string }) =>
  queryOptions({
    queryKey: [...keyOf(path), 'members', filter],
    queryFn: () => ok(api.GET(`${base}/members`, { params: { path, query: { limit: 50, ...filter } } })),
    placeholderData: keepPreviousData,
    refetchInterval: 2 * beat,
  });

/** The casts that were, the latest first. */
export const castsOf = (path: NurtureRef, cursor: string) =>
  queryOptions({
    queryKey: [...keyOf(path), 'casts', cursor],
    queryFn: () =>
      ok(api.GET(`${base}/casts`, { params: { path, query: { limit: 25, ...(cursor ? { cursor } : {}) } } })),
    placeholderData: keepPreviousData,
    refetchInterval: 2 * beat,
  });

/** Adds a nurture programme to a campaign. */
export async function createNurture(
  id: string,
  body: { name: string; definition: NurtureDefinition },
): Promise<Nurture> {
  const made = await ok(api.POST('/api/v1/campaigns/{id}/nurtures', { params: { path: { id } }, body }));
  await refreshCampaigns();
  return made;
}

/** Changes its name or its end, or the rules of one that has not begun, unless somebody else was faster. */
export async function saveNurture(
  nurture: Nurture,
  body: { name?: string; definition?: NurtureDefinition; endAt?: string | null; atEnd?: AtEnd },
): Promise<Nurture> {
  const path = { id: nurture.campaignId, nurtureId: nurture.id };
  const saved = await ok(api.PATCH(base, { params: { path }, headers: ifMatch(nurture), body }));
  queryClient.setQueryData(nurtureById(path).queryKey, saved);
  await refreshCampaigns();
  return saved;
}

/** The versions of its rules, the newest first. */
export const versionsOf = (path: NurtureRef) =>
  queryOptions({
    queryKey: [...keyOf(path), 'versions'],
    queryFn: () => ok(api.GET(`${base}/versions`, { params: { path } })),
    refetchInterval: beat,
  });

/** What a new version would do; nothing is saved. */
export const versionPreview = (path: NurtureRef, body: NewNurtureVersion | null) =>
  queryOptions({
    queryKey: [...keyOf(path), 'preview', body],
    queryFn: async () =>
      (await ok(
        api.POST(`${base}/versions`, { params: { path, query: { dryRun: 'true' } }, body: body! }),
      )) as NurtureVersionPreview,
    enabled: body !== null,
    placeholderData: keepPreviousData,
  });

/** Makes a new version of the rules of one that runs. */
export async function makeVersion(path: NurtureRef, body: NewNurtureVersion): Promise<NurtureVersion> {
  const made = await ok(api.POST(`${base}/versions`, { params: { path }, body }));
  await refreshCampaigns();
  return made as NurtureVersion;
}

/** Decides on a version that waits, or takes it back. */
export async function decideOnVersion(
  path: NurtureRef & { number: number },
  decision: VersionDecided,
  comment: string,
): Promise<void> {
  const address = `${base}/versions/{number}/${decision}` as `${typeof base}/versions/{number}/approve`;
  await ok(api.POST(address, { params: { path }, body: { comment } }));
  await refreshCampaigns();
}

/** Removes one that has not begun. */
export async function deleteNurture(path: NurtureRef): Promise<void> {
  await ok(api.DELETE(base, { params: { path } }));
  await refreshCampaigns();
}

/** Holds a whole programme, or lets it go on. */
export async function giveCommand(path: NurtureRef, command: 'pause' | 'resume'): Promise<void> {
  await ok(api.POST(`${base}/${command}`, { params: { path } }));
  await refreshCampaigns();
}

/** Adds an item. */
export async function addItem(path: NurtureRef, body: NewNurtureItem): Promise<NurtureItem> {
  const made = await ok(api.POST(`${base}/items`, { params: { path }, body }));
  await refreshCampaigns();
  return made;
}

/** Changes an item: its hold, its dates, and before its approval its name and message. */
export async function changeItem(path: NurtureRef, item: NurtureItem, body: NurtureItemChange): Promise<void> {
  const params = { path: { ...path, itemId: item.id } };
  await ok(api.PATCH(`${base}/items/{itemId}`, { params, headers: ifMatch(item), body }));
  await refreshCampaigns();
}

/** Approves an item that came later as it was looked at, or removes one that was not approved. */
export async function decideOnItem(path: NurtureRef, item: NurtureItem, what: 'approve' | 'remove'): Promise<void> {
  const params = { path: { ...path, itemId: item.id } };
  if (what === 'approve') await ok(api.POST(`${base}/items/{itemId}/approve`, { params, headers: ifMatch(item) }));
  else await ok(api.DELETE(`${base}/items/{itemId}`, { params }));
  await refreshCampaigns();
}

/** Puts the items of a stream into an order. Those that are left out are taken off it, unless the programme has changed since `read`. */
export async function orderItems(
  path: NurtureRef,
  { read, ...body }: { stream: string; itemIds: string[]; read?: Nurture },
): Promise<void> {
  const headers = read ? ifMatch(read) : {};
  const isShown = await inTurn(`items/${path.nurtureId}`, async (isLast) => {
    const changed = await ok(api.PUT(`${base}/order`, { params: { path }, headers, body }));
    // Where they are ordered once more already, that order is what one sees.
    if (!isLast()) return false;
    queryClient.setQueryData(nurtureById(path).queryKey, changed);
    return true;
  });
  if (isShown) await refreshCampaigns();
}

/** Adds people or everybody on a list; returns how many are new. */
export async function addMembers(path: NurtureRef, body: AddNurtureMembers) {
  const result = await ok(api.POST(`${base}/members`, { params: { path }, body }));
  await refreshCampaigns();
  return result;
}

/** Pauses one member, or lets them go on. */
export async function giveMemberCommand(
  path: NurtureRef & { personId: string },
  command: 'pause' | 'resume',
): Promise<void> {
  await ok(api.POST(`${base}/members/{personId}/${command}`, { params: { path } }));
  await refreshCampaigns();
  await queryClient.invalidateQueries({ queryKey: ['people', path.personId] });
}

/** Takes a member to another stream. */
export async function moveMember(path: NurtureRef & { personId: string }, stream: string): Promise<void> {
  await ok(api.POST(`${base}/members/{personId}/move`, { params: { path }, body: { stream } }));
  await refreshCampaigns();
  await queryClient.invalidateQueries({ queryKey: ['people', path.personId] });
}
