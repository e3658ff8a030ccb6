import { queryOptions } from '@tanstack/svelte-query';
import type { Drip } from '../../../domain/drips/drip.ts';
import type { Nurture } from '../../../domain/nurtures/nurture.ts';
import type { AtEnd } from '../../../domain/parts/end.ts';
import { refreshCampaigns } from '../campaigns/calls.ts';
import { saveDrip } from '../drips/calls.ts';
import { api, ok } from '../lib/api.ts';
import { saveNurture } from '../nurtures/calls.ts';

/** A part that can be stopped by itself and has an end date of its own. */
export type Part = { kind: 'drip'; part: Drip } | { kind: 'nurture'; part: Nurture };

/** Whom a stop would touch; read when it is asked for, and again while the question stands. */
export const stopPreview = (of: Part, isAsked: boolean) =>
  queryOptions({
    queryKey: ['campaigns', of.part.campaignId, of.kind, of.part.id, 'stop'],
    queryFn: () => {
      const { campaignId: id, id: partId } = of.part;
      return of.kind === 'drip'
        ? ok(api.GET('/api/v1/campaigns/{id}/drips/{dripId}/stop', { params: { path: { id, dripId: partId } } }))
        : ok(
            api.GET('/api/v1/campaigns/{id}/nurtures/{nurtureId}/stop', {
              params: { path: { id, nurtureId: partId } },
            }),
          );
    },
    enabled: isAsked,
    staleTime: 0,
  });

/** Stops a part for good. */
export async function stopPart(of: Part) {
  const { campaignId: id, id: partId } = of.part;
  const done =
    of.kind === 'drip'
      ? await ok(api.POST('/api/v1/campaigns/{id}/drips/{dripId}/stop', { params: { path: { id, dripId: partId } } }))
      : await ok(
          api.POST('/api/v1/campaigns/{id}/nurtures/{nurtureId}/stop', { params: { path: { id, nurtureId: partId } } }),
        );
  await refreshCampaigns();
  return done;
}

/** Gives a part an end date of its own, or takes it away. */
export async function saveEnd(of: Part, end: { endAt: string | null; atEnd: AtEnd }): Promise<Part> {
  if (of.kind === 'drip') return { kind: 'drip', part: await saveDrip(of.part, end) };
  return { kind: 'nurture', part: await saveNurture(of.part, end) };
}
