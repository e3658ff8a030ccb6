import type { components } from '../lib/api-types.ts';
import { api, ifMatch, ok } from '../lib/api.ts';
import { saveCatchingUp } from '../lib/meanwhile.ts';

/** The settings of the organisation as they were read. */
export type Tenant = components['schemas']['Tenant'];

/** What the page of the organisation's settings writes of them. */
export function organizationPart(tenant: Tenant) {
  const { name, timeZone, currency, postalAddress, cap, quietHours, lookBackDays, countOpensAsTouch, tagLinks } =
    tenant;
  return { name, timeZone, currency, postalAddress, cap, quietHours, lookBackDays, countOpensAsTouch, tagLinks };
}

/** What the page of attribution writes of them. */
export const attributionPart = ({ lookBackDays, countOpensAsTouch, currency }: Tenant) => ({
  lookBackDays,
  countOpensAsTouch,
  currency,
});

/**
 * Saves some settings of the organisation. Others of them, and rules of other pages, are saved under the same version: what somebody else
 * changed of those meanwhile stays, and is no reason to refuse. `readAnew` asks what stands now.
 */
export async function saveTenantPart(
  read: Tenant,
  change: Partial<Tenant>,
  readAnew: () => Promise<Tenant>,
): Promise<void> {
  let basis = read;
  const names = Object.keys(change) as (keyof Tenant)[];
  await saveCatchingUp(
    async () => void (await ok(api.PATCH('/api/v1/tenant', { headers: ifMatch(basis), body: change }))),
    async () => {
      basis = await readAnew();
      return names.every((name) => JSON.stringify(basis[name]) === JSON.stringify(read[name]));
    },
  );
}
