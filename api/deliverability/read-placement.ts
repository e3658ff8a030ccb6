import type { TenantDb } from '../../db/connection.ts';
import { listDeliveries } from '../../db/queries/delivery-hours.ts';
import { countPlacements } from '../../db/queries/seed-placement.ts';
import { listSeeds } from '../../db/queries/seeds.ts';
import { fareByReceiver } from '../../domain/deliverability/fare.ts';
import { lackingSeeds, type SeedPlacement } from '../../domain/seeds/coverage.ts';
import { placementByProvider } from '../../domain/seeds/placement.ts';

const dayMs = 86_400_000;

/** Where copies of the last `days` landed, and which providers that took much of the mail meanwhile have no seed. */
export async function readSeedPlacement(
  db: TenantDb,
  { days, now }: { days: number; now: Date },
): Promise<SeedPlacement> {
  const from = new Date(now.getTime() - days * dayMs);
  const seeds = (await listSeeds(db)).filter(({ isActive, isSuppressed }) => isActive && !isSuppressed);
  const receivers = fareByReceiver(await listDeliveries(db, { from }), new Set());
  return {
    days,
    seeds: seeds.length,
    providers: placementByProvider(await countPlacements(db, from)),
    lacking: lackingSeeds(
      receivers.map(({ key, name, figures }) => ({ key, name, count: figures.tried })),
      new Set(seeds.map(({ provider }) => provider.key)),
    ),
  };
}
