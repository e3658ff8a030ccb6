import { chanceOf, type Calibration } from '../../domain/scoring/calibration.ts';
import type { Table } from '../boosting/feature.ts';
import { marginsOf, type Ensemble } from '../boosting/tree.ts';

/** A model of chances: trees, and what makes chances of their margins. */
export interface ScoringModel {
  ensemble: Ensemble;
  calibration: Calibration;
}

/** The chance of each row, worked out here and not by the runtime. */
export function chancesOf({ ensemble, calibration }: ScoringModel, table: Table): Float64Array {
  return marginsOf(ensemble, table).map((margin) => chanceOf(margin, calibration));
}
