import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import type { Drip, DripChange, EnrolInput, NewDrip, ResumeChoice } from '../../../domain/drips/drip.ts';
import type { PositionState } from '../../../domain/drips/position.ts';
import type { DripVersion, NewVersion, VersionPreview } from '../../../domain/drips/version.ts';
import type { Intake } from '../../../domain/intakes/intake.ts';
import { refreshCampaigns } from '../campaigns/calls.ts';
import { api, ifMatch, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';
import type { VersionDecided } from '../parts/versions.ts';
import type { Enrolled } from './enrol-words.ts';
import type { PersonCommand } from './position-words.ts';

/** Which drip of which campaign. */
export interface DripRef {
  id: string;
  dripId: string;
}

/** How often what moves by itself is read anew, in milliseconds. */
const beat = 10_000;

/** The drips of a campaign. */
export const dripsOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'drips'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/drips', { params: { path: { id } } })),
    refetchInterval: beat,
  });

/** One drip with its definition. */
export const dripById = (path: DripRef) =>
  queryOptions({
    queryKey: ['campaigns', path.id, 'drips', path.dripId],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/drips/{dripId}', { params: { path } })),
    refetchInterval: beat,
  });

/** How each step of a drip does. */
export const figuresOf = (path: DripRef) =>
  queryOptions({
    queryKey: ['campaigns', path.id, 'drips', path.dripId, 'figures'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/drips/{dripId}/figures', { params: { path } })),
    refetchInterval: beat,
  });

/** What a list of people in a drip is narrowed by. */
export interface PeopleFilter {
  step?: string;
  state?: PositionState;
  open?: 'true' | 'false';
  cursor?: string;
}

/** A page of people who are in a drip or were. */
export const peopleIn = (path: DripRef, filter: PeopleFilter) =>
  queryOptions({
    queryKey: ['campaigns', path.id, 'drips', path.dripId, 'people', filter],
    queryFn: () =>
      ok(
        api.GET('/api/v1/campaigns/{id}/drips/{dripId}/people', {
          params: { path, query: { limit: 50, ...filter } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: beat,
  });

/** Adds a drip to a campaign. */
export async function createDrip(id: string, body: NewDrip): Promise<Drip> {
  const made = await ok(api.POST('/api/v1/campaigns/{id}/drips', { params: { path: { id } }, body }));
  await refreshCampaigns();
  return made;
}

/** Saves a change of a drip that has not begun, unless somebody else was faster. */
export async function saveDrip(drip: Drip, body: DripChange): Promise<Drip> {
  const path = { id: drip.campaignId, dripId: drip.id };
  const saved = await ok(
    api.PATCH('/api/v1/campaigns/{id}/drips/{dripId}', { params: { path }, headers: ifMatch(drip), body }),
  );
  queryClient.setQueryData(dripById(path).queryKey, saved);
  await refreshCampaigns();
  return saved;
}

/** Removes a drip that has not begun. */
export async function deleteDrip(path: DripRef): Promise<void> {
  await ok(api.DELETE('/api/v1/campaigns/{id}/drips/{dripId}', { params: { path } }));
  await refreshCampaigns();
}

/** Does something with one person in a drip. */
export async function givePersonCommand(path: DripRef & { personId: string }, command: PersonCommand): Promise<void> {
  const address = `/api/v1/campaigns/{id}/drips/{dripId}/people/{personId}/${command}` as const;
  await ok(api.POST(address as '/api/v1/campaigns/{id}/drips/{dripId}/people/{personId}/pause', { params: { path } }));
  await refreshCampaigns();
  await queryClient.invalidateQueries({ queryKey: ['people', path.personId] });
}

/** The versions of a drip, the newest first. */
export const versionsOf = (path: DripRef) =>
  queryOptions({
    queryKey: ['campaigns', path.id, 'drips', path.dripId, 'versions'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/drips/{dripId}/versions', { params: { path } })),
    refetchInterval: beat,
  });

/** What a new version would do; nothing is saved. */
export const versionPreview = (path: DripRef, body: NewVersion | null) =>
  queryOptions({
    queryKey: ['campaigns', path.id, 'drips', path.dripId, 'preview', body],
    queryFn: async () =>
      (await ok(
        api.POST('/api/v1/campaigns/{id}/drips/{dripId}/versions', {
          params: { path, query: { dryRun: 'true' } },
          body: body!,
        }),
      )) as VersionPreview,
    enabled: body !== null,
    placeholderData: keepPreviousData,
  });

/** Makes a new version of a drip that runs. */
export async function makeVersion(path: DripRef, body: NewVersion): Promise<DripVersion> {
  const made = await ok(api.POST('/api/v1/campaigns/{id}/drips/{dripId}/versions', { params: { path }, body }));
  await refreshCampaigns();
  return made as DripVersion;
}

/** Decides on a version that waits, or takes it back. */
export async function decideOnVersion(
  path: DripRef & { number: number },
  decision: VersionDecided,
  comment: string,
): Promise<void> {
  const address = `/api/v1/campaigns/{id}/drips/{dripId}/versions/{number}/${decision}`;
  const typed = address as '/api/v1/campaigns/{id}/drips/{dripId}/versions/{number}/approve';
  await ok(api.POST(typed, { params: { path }, body: { comment } }));
  await refreshCampaigns();
}

/** Lets people into a drip that runs, named or of a list or segment; returns what became of them. */
export async function enrolPeople(path: DripRef, body: EnrolInput): Promise<Enrolled | Intake> {
  const result = await ok(api.POST('/api/v1/campaigns/{id}/drips/{dripId}/enrol', { params: { path }, body }));
  await refreshCampaigns();
  return result;
}

/** Holds a whole drip. */
export async function holdDrip(path: DripRef): Promise<void> {
  await ok(api.POST('/api/v1/campaigns/{id}/drips/{dripId}/pause', { params: { path } }));
  await refreshCampaigns();
}

/** Lets a held drip go on; returns how many people had come due meanwhile. */
export async function resumeDrip(path: DripRef, body: ResumeChoice): Promise<number> {
  const done = await ok(api.POST('/api/v1/campaigns/{id}/drips/{dripId}/resume', { params: { path }, body }));
  await refreshCampaigns();
  return done.overdue;
}

/** Every journey of a person. */
export const journeysOf = (personId: string) =>
  queryOptions({
    queryKey: ['people', personId, 'journeys'],
    queryFn: () => ok(api.GET('/api/v1/people/{id}/journeys', { params: { path: { id: personId } } })),
    refetchInterval: beat,
  });
