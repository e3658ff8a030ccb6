import { queryOptions } from '@tanstack/svelte-query';
import type { Intake } from '../../../domain/intakes/intake.ts';
import { refreshCampaigns } from '../campaigns/calls.ts';
import { isUnderWay } from '../imports/calls.ts';
import { api, ok } from '../lib/api.ts';

/** The newest intakes of a campaign or of one part of it; looked at again and again while one is under way. */
export const intakesOf = (id: string, targetId: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'intakes', targetId],
    queryFn: async () => {
      const query = { targetId, limit: 3 };
      return (await ok(api.GET('/api/v1/campaigns/{id}/intakes', { params: { path: { id }, query } }))).data;
    },
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => isUnderWay(status)) ? 1_000 : false),
  });

/** Stops an intake after the people it is at. */
export async function stopIntake({ campaignId: id, id: intakeId }: Intake): Promise<void> {
  await ok(api.POST('/api/v1/campaigns/{id}/intakes/{intakeId}/cancel', { params: { path: { id, intakeId } } }));
  await refreshCampaigns();
}
