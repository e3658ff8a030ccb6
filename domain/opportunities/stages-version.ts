import type { Stage } from './stage.ts';

/** A number for how a pipeline stands, the same for the same stages in the same order; for ETag and If-Match. */
export function versionOfStages(
  stages: readonly Pick<Stage, 'id' | 'name' | 'outcome' | 'probabilityPercent'>[],
): number {
  const text = JSON.stringify(stages.map((stage) => [stage.id, stage.name, stage.outcome, stage.probabilityPercent]));
  // FNV-1a over the characters, cut to the nine digits that a version has.
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % 1_000_000_000;
}
