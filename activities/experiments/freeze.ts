import type { TenantDb } from '../../db/connection.ts';
import type { FrozenExperiment } from '../../db/queries/broadcasts/freeze.ts';
import { insertEdition } from '../../db/queries/content/editions.ts';
import { markExperiment, markVariantEdition } from '../../db/queries/experiments/course.ts';
import { findBroadcastExperiment } from '../../db/queries/experiments/experiments.ts';
import { DomainError } from '../../domain/errors.ts';
import { buildVariantEdition } from '../content/variant-edition.ts';

/**
 * Begins the test of a broadcast in the transaction that fixes its audience: compiles each variant and says how the audience is divided.
 * Undefined where there is no test.
 */
export async function openTest(
  db: TenantDb,
  { broadcastId, now, localStart }: { broadcastId: string; now: string; localStart: string | null },
): Promise<FrozenExperiment | undefined> {
  const test = await findBroadcastExperiment(db, broadcastId);
  if (test?.status !== 'draft') return undefined;
  if (localStart)
    throw new DomainError(
      'conflict',
      'A broadcast that goes by everybody’s own clock cannot be tested, so nothing was sent. Give it one start, or remove the test.',
    );
  const variants: FrozenExperiment['variants'][number][] = [];
  for (const { id, label, changes, delayMinutes } of test.variants) {
    const editionId = await insertEdition(db, await buildVariantEdition(db, broadcastId, changes));
    await markVariantEdition(db, id, editionId);
    const opensAt = delayMinutes === 0 ? null : new Date(Date.parse(now) + delayMinutes * 60_000).toISOString();
    variants.push({ id, label, editionId, opensAt });
  }
  await markExperiment(db, { id: test.id, from: ['draft'], to: 'testing', values: { startedAt: now } });
  return { id: test.id, salt: test.salt, holdOut: test.holdOut, testShare: test.testShare, variants };
}

/** When the variants of a broadcast's test go that differ in their time (ISO 8601). */
export async function testDepartures(db: TenantDb, broadcastId: string): Promise<string[]> {
  const test = await findBroadcastExperiment(db, broadcastId);
  const started = test?.startedAt?.getTime();
  if (!test || started === undefined) return [];
  const delays = new Set(test.variants.map(({ delayMinutes }) => delayMinutes).filter((minutes) => minutes > 0));
  return [...delays].map((minutes) => new Date(started + minutes * 60_000).toISOString());
}
