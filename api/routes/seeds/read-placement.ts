import type { TenantDb } from '../../../db/connection.ts';
import { listReceiverDeliveries, listSenderDeliveries } from '../../../db/queries/deliverability/deliveries.ts';
import { countPlacements } from '../../../db/queries/seeds/placement.ts';
import { listWorkingSeeds } from '../../../db/queries/seeds/seeds.ts';
import { addCounts, figuresOf } from '../../../domain/deliverability/counts.ts';
import { receiverName } from '../../../domain/delivery/provider.ts';
import { lackingSeeds, type SeedPlacement } from '../../../domain/seeds/coverage.ts';
import { placementByProvider } from '../../../domain/seeds/placement.ts';

const dayMs = 86_400_000;

/** No more of them can take a tenth of the mail each; and those whose domain is not known any more. */
const mostReceivers = 11;

/** Where copies of the last `days` landed, and which providers that took much of the mail meanwhile have no seed. */
export async function readSeedPlacement(
  db: TenantDb,
  { days, now }: { days: number; now: Date },
): Promise<SeedPlacement> {
  const from = new Date(now.getTime() - days * dayMs);
  const seeds = await listWorkingSeeds(db);
  const rows = await listReceiverDeliveries(db, { from, sender: null, signed: [], limit: mostReceivers });
  const all = figuresOf(addCounts((await listSenderDeliveries(db, { from })).map(({ counts }) => counts)));
  return {
    days,
    seeds: seeds.length,
    providers: placementByProvider(await countPlacements(db, from)),
    lacking: lackingSeeds(
      rows.map(({ key, counts }) => ({ key, name: receiverName(key), count: figuresOf(counts).tried })),
      new Set(seeds.map(({ provider }) => provider.key)),
      all.tried,
    ),
  };
}
