import { z } from 'zod';
import type { DriftLevel } from '../../../domain/scoring/drift.ts';
import type { Movement } from '../../../domain/scoring/spread.ts';
import type { TenantDb } from '../../connection.ts';

/** How far the scores and features of a model had moved at a refresh. */
export interface DriftRow {
  at: Date;
  people: number;
  index: number;
  level: DriftLevel;
  features: { feature: string; index: number; level: DriftLevel }[];
}

/** What a refresh found. */
export interface NewDrift {
  modelId: string;
  at: Date;
  people: number;
  score: Movement;
  features: (Movement & { feature: string })[];
}

/** Keeps how far a model has moved; the same refresh again changes nothing. */
export async function insertDrift(db: TenantDb, { score, features, ...drift }: NewDrift): Promise<void> {
  await db
    .insertInto('scoringDrifts')
    .values({ ...drift, scoreIndex: score.index, level: score.level, features: JSON.parse(JSON.stringify(features)) })
    .onConflict((conflict) => conflict.columns(['tenantId', 'modelId', 'at']).doNothing())
    .execute();
}

const levels = z.enum(['fine', 'moderate', 'act']);
const Features = z.array(z.object({ feature: z.string(), index: z.number(), level: levels })).catch([]);

/** How far a model has moved, the latest refresh first. */
export async function listDrifts(db: TenantDb, modelId: string, limit: number): Promise<DriftRow[]> {
  const rows = await db
    .selectFrom('scoringDrifts')
    .select(['at', 'people', 'scoreIndex as index', 'level', 'features'])
    .where('modelId', '=', modelId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, level: levels.parse(row.level), features: Features.parse(row.features) }));
}
