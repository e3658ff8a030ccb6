import type { DriftRow } from '../../../db/queries/scoring/drifts.ts';
import type { ModelRow } from '../../../db/queries/scoring/models.ts';
import type { Model, ModelSummary } from '../../../domain/scoring/model.ts';

const timeOf = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A model as lists show it. */
export function presentSummary(row: ModelRow): ModelSummary {
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    cause: row.cause,
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
    trainedAt: timeOf(row.trainedAt),
    shadowSince: timeOf(row.shadowSince),
    suggestedAt: timeOf(row.suggestedAt),
    championSince: timeOf(row.championSince),
    retiredAt: timeOf(row.retiredAt),
    quality: row.card?.quality ?? null,
  };
}

/** A model with everything that is known of it; `replaced` is what scored before it. */
export function presentModel(
  row: ModelRow,
  { replaced, drift }: { replaced: ModelRow | undefined; drift: readonly DriftRow[] },
): Model {
  return {
    ...presentSummary(row),
    replaced: replaced ? { id: replaced.id, version: replaced.version } : null,
    sha256: row.sha256,
    featureHash: row.featureHash,
    learnedUntil: timeOf(row.learnedUntil),
    judgedFrom: timeOf(row.judgedFrom),
    card: row.card,
    drift: drift.map(({ at, ...one }) => ({ at: at.toISOString(), ...one })),
  };
}
