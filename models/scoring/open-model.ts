import { chanceOf } from '../../domain/scoring/calibration.ts';
import type { PersonFeatures } from '../../domain/scoring/features.ts';
import { pointsPerShare } from '../../domain/scoring/reasons.ts';
import { encodeTable } from '../boosting/feature.ts';
import { tableExplainer } from '../boosting/shap-tables.ts';
import { openScorer } from '../onnx/scorer.ts';
import { unpackModel } from './pack.ts';

/** What a model says of somebody: the chance, and what each feature gives to it, in points of the score. */
export interface Explained {
  chance: number;
  given: { feature: string; points: number }[];
}

/** A model that is ready to score: chances come from the ONNX file, reasons from the same trees. */
export interface OpenModel {
  /** The chance that everybody starts from, in points. */
  base: number;
  features: readonly string[];
  chances: (people: readonly PersonFeatures[]) => Promise<Float32Array>;
  explain: (people: readonly PersonFeatures[]) => Promise<Explained[]>;
  close: () => Promise<void>;
}

/** Opens a model from its file and its packed trees. */
export async function openModel({ onnx, trees }: { onnx: Uint8Array; trees: Uint8Array }): Promise<OpenModel> {
  const { ensemble, calibration } = unpackModel(trees);
  const scorer = await openScorer(onnx);
  const explainer = tableExplainer(ensemble);
  const start = { chance: chanceOf(explainer.base, calibration), margin: explainer.base };
  const tableOf = (people: readonly PersonFeatures[]) =>
    encodeTable(ensemble.features, {
      rows: people.length,
      valueOf: (name) => people.map((features) => features[name] ?? null),
    });
  return {
    base: start.chance * 100,
    features: ensemble.features.map(({ name }) => name),
    chances: async (people) => (await scorer.score(tableOf(people))).chances,
    explain: async (people) => {
      const table = tableOf(people);
      const { chances, margins } = await scorer.score(table);
      return explainer.explain(table).map((shares, row) => {
        const [chance, margin] = [chances[row]!, margins[row]!];
        const perShare = pointsPerShare({ base: start, chance, margin });
        const given = ensemble.features.map(({ name }, at) => ({ feature: name, points: shares[at]! * perShare }));
        return { chance, given };
      });
    },
    close: () => scorer.close(),
  };
}
