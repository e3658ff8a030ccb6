import { drawWithout, randomFrom } from '../../domain/random.ts';
import { binTable } from './bins.ts';
import type { Feature, Table } from './feature.ts';
import { growTree, type GrowthRules } from './grow.ts';
import { layOut } from './histogram.ts';
import { addTree, type Ensemble, type Tree } from './tree.ts';

/** How an ensemble is trained. The same settings on the same rows give the same ensemble. */
export interface BoostSettings extends GrowthRules {
  /** Trees at most; with a later slice fewer, where it stops getting better. */
  rounds: number;
  /** How far each tree goes. */
  rate: number;
  /** How much of the rows, and of the features, each tree sees. */
  rowShare: number;
  featureShare: number;
  /** Rounds without getting better on the later slice, after which training ends. */
  patience: number;
  seed: number;
}

/** Rows with their outcomes, 1 or 0. */
export interface Labelled {
  table: Table;
  outcomes: Uint8Array;
}

/**
 * Trains trees for a binary outcome by gradient boosting on histograms. `later` are rows of a later time that the trees do not see:
 * as many trees are kept as are best there.
 */
export function boost(
  features: readonly Feature[],
  { table, outcomes }: Labelled,
  { settings, later }: { settings: BoostSettings; later?: Labelled },
): Ensemble {
  const random = randomFrom(settings.seed);
  const columns = binTable(features, table);
  const ground = { features, columns, ...layOut(columns) };
  const base = logOdds(outcomes);
  const margins = new Float64Array(table.rows).fill(base);
  const laterMargins = new Float64Array(later?.table.rows ?? 0).fill(base);
  const [gradients, hessians] = [new Float64Array(table.rows), new Float64Array(table.rows)];
  const rowCount = Math.max(1, Math.round(table.rows * settings.rowShare));
  const featureCount = Math.max(1, Math.round(features.length * settings.featureShare));
  const allFeatures = features.map((_, at) => at);
  const trees: Tree[] = [];
  let best = { loss: later ? logLoss(laterMargins, later.outcomes) : 0, trees: 0 };
  while (trees.length < settings.rounds) {
    derive(margins, outcomes, { gradients, hessians });
    const rows = drawRows(table.rows, rowCount, random);
    const looksAt = drawWithout(allFeatures, featureCount, random).sort((a, b) => a - b);
    const tree = growTree(ground, { rules: settings, looksAt, rate: settings.rate }, { rows, gradients, hessians });
    trees.push(tree);
    addTree(tree, { features, table, margins });
    if (!later) continue;
    addTree(tree, { features, table: later.table, margins: laterMargins });
    const loss = logLoss(laterMargins, later.outcomes);
    if (loss < best.loss) best = { loss, trees: trees.length };
    else if (trees.length - best.trees >= settings.patience) break;
  }
  return { features: [...features], base, trees: later ? trees.slice(0, best.trees) : trees };
}

/** The logarithm of the odds of the outcomes, as if half a row of each kind came on top: finite also where all are the same. */
function logOdds(outcomes: Uint8Array): number {
  const ones = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return Math.log((ones + 0.5) / (outcomes.length - ones + 0.5));
}

function derive(
  margins: Float64Array,
  outcomes: Uint8Array,
  { gradients, hessians }: { gradients: Float64Array; hessians: Float64Array },
): void {
  for (let row = 0; row < margins.length; row++) {
    const chance = 1 / (1 + Math.exp(-margins[row]!));
    gradients[row] = chance - outcomes[row]!;
    hessians[row] = Math.max(chance * (1 - chance), 1e-16);
  }
}

/** Some rows without repetition, in their order, so that memory is read forwards. */
function drawRows(rows: number, wanted: number, random: () => number): Uint32Array {
  const drawn = new Uint32Array(wanted);
  for (let [row, taken] = [0, 0]; taken < wanted; row++) {
    if (random() * (rows - row) < wanted - taken) drawn[taken++] = row;
  }
  return drawn;
}

function logLoss(margins: Float64Array, outcomes: Uint8Array): number {
  let sum = 0;
  for (let row = 0; row < margins.length; row++) {
    const signed = outcomes[row] === 1 ? -margins[row]! : margins[row]!;
    sum += signed > 0 ? signed + Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed));
  }
  return sum / Math.max(1, margins.length);
}
