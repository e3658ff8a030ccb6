import type { Calibration } from '../../domain/scoring/calibration.ts';
import type { Feature } from '../boosting/feature.ts';
import type { Tree } from '../boosting/tree.ts';
import type { ScoringModel } from '../scoring/model.ts';
import {
  bytesAttribute,
  floatsAttribute,
  floatTensor,
  intAttribute,
  intsAttribute,
  writeModel,
  type OnnxNode,
  type OnnxTensor,
} from './format.ts';

/** What the graph is called at its ends: features in, the margin of the trees and the chance out. */
export const graphNames = { input: 'features', margin: 'margin', chance: 'chance' } as const;

/** A model as an ONNX file: the trees, what they start from, and the calibration. */
export function exportModel({ ensemble, calibration }: ScoringModel): Uint8Array {
  const { features, trees } = ensemble;
  const grown = trees.filter((tree) => tree.feature[0]! >= 0);
  // A tree without a split says the same of everybody.
  const base = trees.reduce((sum, tree) => (tree.feature[0]! < 0 ? sum + tree.value[0]! : sum), ensemble.base);
  const trunk = treeNode(features, grown.length > 0 ? grown : [emptyTree]);
  const { nodes, constants } = calibrationNodes(calibration);
  return writeModel({
    nodes: [trunk, add('grown', 'base', graphNames.margin), ...nodes],
    constants: [floatTensor([base], 'base'), ...constants],
    input: { name: graphNames.input, width: features.length },
    outputs: [graphNames.margin, graphNames.chance],
  });
}

/** Asks and does not care: a model without any split still says its base of each row. */
const emptyTree: Tree = {
  feature: [0, -1, -1],
  split: [0, 0, 0],
  left: [1, -1, -1],
  right: [2, -1, -1],
  missingLeft: [0, 0, 0],
  value: [0, 0, 0],
  cover: [1, 1, 1],
};

const add = (left: string, right: string, output: string): OnnxNode => ({
  opType: 'Add',
  input: [left, right],
  output: [output],
});

function calibrationNodes({ kind, positive, negative, shift }: Calibration): {
  nodes: OnnxNode[];
  constants: OnnxTensor[];
} {
  const { margin, chance } = graphNames;
  const toChance = (of: string): OnnxNode => ({ opType: 'Sigmoid', input: [of], output: [chance] });
  const times = (of: string, by: string, output: string): OnnxNode => ({
    opType: 'Mul',
    input: [of, by],
    output: [output],
  });
  if (kind === 'none') return { nodes: [toChance(margin)], constants: [] };
  if (kind === 'platt') {
    return {
      nodes: [times(margin, 'slope', 'sloped'), add('sloped', 'shift', 'logit'), toChance('logit')],
      constants: [floatTensor([positive], 'slope'), floatTensor([shift], 'shift')],
    };
  }
  const nodes: OnnxNode[] = [
    { opType: 'Neg', input: [margin], output: ['against'] },
    { opType: 'Softplus', input: [margin], output: ['up'] },
    { opType: 'Softplus', input: ['against'], output: ['down'] },
    times('up', 'positive', 'for'),
    times('down', 'negative', 'contra'),
    { opType: 'Sub', input: ['for', 'contra'], output: ['bent'] },
    add('bent', 'shift', 'logit'),
    toChance('logit'),
  ];
  return {
    nodes,
    constants: [
      floatTensor([positive], 'positive'),
      floatTensor([negative], 'negative'),
      floatTensor([shift], 'shift'),
    ],
  };
}

const [atMost, isMember] = [0, 6];

/**
 * All trees as one node. Sets of levels are what ai.onnx.ml 5 brought; the older operator would need a chain of nodes for each. Inner
 * nodes and leaves are numbered apart there.
 */
function treeNode(features: readonly Feature[], trees: readonly Tree[]): OnnxNode {
  const inner = { roots: [] as number[], modes: [] as number[], features: [] as number[], splits: [] as number[] };
  const ways = { yes: [] as number[], yesIsLeaf: [] as number[], no: [] as number[], noIsLeaf: [] as number[] };
  const missing: number[] = [];
  const members: number[] = [];
  const leaves: number[] = [];
  for (const tree of trees) {
    const numbers = numberNodes(tree, { inner: inner.modes.length, leaf: leaves.length });
    inner.roots.push(inner.modes.length);
    for (const [node, feature] of tree.feature.entries()) {
      if (feature < 0) {
        leaves.push(tree.value[node]!);
        continue;
      }
      const isSet = features[feature]!.kind === 'category';
      inner.modes.push(isSet ? isMember : atMost);
      inner.features.push(feature);
      inner.splits.push(isSet ? 0 : tree.split[node]!);
      if (isSet) members.push(...levelsIn(tree.split[node]!), NaN);
      missing.push(tree.missingLeft[node]!);
      const [left, right] = [tree.left[node]!, tree.right[node]!];
      ways.yes.push(numbers[left]!);
      ways.yesIsLeaf.push(tree.feature[left]! < 0 ? 1 : 0);
      ways.no.push(numbers[right]!);
      ways.noIsLeaf.push(tree.feature[right]! < 0 ? 1 : 0);
    }
  }
  return {
    opType: 'TreeEnsemble',
    domain: 'ai.onnx.ml',
    input: [graphNames.input],
    output: ['grown'],
    attribute: [
      intAttribute('n_targets', 1),
      intAttribute('aggregate_function', 1),
      intAttribute('post_transform', 0),
      intsAttribute('tree_roots', inner.roots),
      bytesAttribute('nodes_modes', inner.modes),
      intsAttribute('nodes_featureids', inner.features),
      floatsAttribute('nodes_splits', inner.splits),
      intsAttribute('nodes_missing_value_tracks_true', missing),
      intsAttribute('nodes_truenodeids', ways.yes),
      intsAttribute('nodes_trueleafs', ways.yesIsLeaf),
      intsAttribute('nodes_falsenodeids', ways.no),
      intsAttribute('nodes_falseleafs', ways.noIsLeaf),
      intsAttribute(
        'leaf_targetids',
        leaves.map(() => 0),
      ),
      floatsAttribute('leaf_weights', leaves),
      ...(members.length > 0 ? [floatsAttribute('membership_values', members)] : []),
    ],
  };
}

/** The number of each node among those of its kind, in the order in which they stand. */
function numberNodes(tree: Tree, next: { inner: number; leaf: number }): number[] {
  return tree.feature.map((feature) => (feature < 0 ? next.leaf++ : next.inner++));
}

function levelsIn(mask: number): number[] {
  return Array.from({ length: 32 }, (_, at) => at + 1).filter((code) => ((mask >>> (code - 1)) & 1) === 1);
}
