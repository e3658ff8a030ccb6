import { addCounts, countInto, movementOf, type Baseline, type Movement } from '../../domain/scoring/spread.ts';
import type { ScoredLead } from './batch.ts';

/** How far scores and features have moved since a model was trained. */
export interface Drift {
  people: number;
  score: Movement;
  features: (Movement & { feature: string })[];
}

/** Counts those who are scored as they go by, by the bins of the baseline. */
export function tallyDrift(baseline: Baseline): {
  add: (leads: readonly ScoredLead[]) => void;
  drift: () => Drift | null;
} {
  let people = 0;
  let scores: number[] = [];
  const counts = baseline.features.map((): number[] => []);
  return {
    add: (leads) => {
      people += leads.length;
      const chances = leads.map(({ chance }) => chance);
      scores = addCounts(scores, countInto(baseline.scores, chances).counts);
      for (const [at, spread] of baseline.features.entries()) {
        const values = leads.map(({ features }) => features[spread.feature] ?? null);
        counts[at] = addCounts(counts[at]!, countInto(spread, values).counts);
      }
    },
    drift: () => {
      if (people === 0) return null;
      const features = baseline.features.map((spread, at) => ({
        feature: spread.feature,
        ...movementOf(spread.counts, counts[at]!),
      }));
      return {
        people,
        score: movementOf(baseline.scores.counts, scores),
        features: features.sort((a, b) => b.index - a.index),
      };
    },
  };
}
