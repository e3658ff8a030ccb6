import { parseArgs } from 'node:util';
import {
  bestConstant,
  gainOver,
  policyValue,
  robustScores,
  type PolicyValue,
  type Trial,
} from '../../domain/uplift/evaluate.ts';
import { encodeTable } from '../../models/boosting/feature.ts';
import { learnFeature } from '../../models/boosting/learn-features.ts';
import { learnPolicy, type KnownTrial, type LearnedPolicy } from '../../models/uplift/learn.ts';
import { printReport } from '../send/report.ts';
import { readCsvColumns, readOutcomes, type CsvColumns } from './csv-columns.ts';
import { InputFault } from '../command.ts';

/**
 * `npm run conformance -- uplift --train A.csv --test B.csv [--action segment] [--outcome visit] [--after-outcome 'visit,conversion,spend']
 * [--seed 1] [--json]`: learns from one part of a randomised trial who should get what, and values it on the other. The learned policy is
 * chosen only where it is better there than the best action for everybody, beyond chance.
 */
export async function uplift(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      train: { type: 'string' },
      test: { type: 'string' },
      action: { type: 'string', default: 'segment' },
      outcome: { type: 'string', default: 'visit' },
      'after-outcome': { type: 'string', default: 'visit,conversion,spend' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  if (!values.train || !values.test || !Number.isInteger(Number(values.seed))) {
    console.error(
      'Usage: npm run conformance -- uplift --train A.csv --test B.csv [--action COL] [--outcome COL] [--json]',
    );
    process.exit(2);
  }
  const [train, test] = [await readCsvColumns(values.train), await readCsvColumns(values.test)];
  const names = [...new Set(train.columns.get(values.action))].filter((name) => name !== null).sort();
  const left = new Set([
    values.action,
    values.outcome,
    ...values['after-outcome'].split(',').map((name) => name.trim()),
  ]);
  const features = [...train.columns].flatMap(([name, column]) => (left.has(name) ? [] : [learnFeature(name, column)]));
  const known = (file: CsvColumns): KnownTrial => ({
    table: encodeTable(features, { rows: file.rows, valueOf: (name) => file.columns.get(name) }),
    trial: readTrial(file, { names, action: values.action, outcome: values.outcome }),
  });
  const learnedFrom = known(train);
  refuseTooFew(learnedFrom, { file: values.train, names });
  const policy = learnPolicy(features, learnedFrom, Number(values.seed));
  printReport(values.json, valued(policy, known(test), names));
}

/** Rows with an action that it takes to learn what the action does. */
const fewestRows = 30;

function refuseTooFew({ trial }: KnownTrial, { file, names }: { file: string; names: readonly string[] }): void {
  if (names.length < 2) throw new InputFault(`${file} has one action alone, so that there is nothing to choose from`);
  for (const [of, name] of names.entries()) {
    const rows = Array.from(trial.action).filter((one) => one === of).length;
    if (rows < fewestRows)
      throw new InputFault(`${file} has ${rows} ${rows === 1 ? 'row' : 'rows'} with ${name}: too few to learn from`);
  }
}

/** What the learned policy and each action for everybody are worth on rows that were not learned from, and which is chosen. */
function valued(
  policy: LearnedPolicy,
  { table, trial }: KnownTrial,
  names: readonly string[],
): Record<string, unknown> {
  const expected = policy.expect(table);
  const scores = robustScores(trial, expected);
  const learned = policy.choose(expected);
  const constants = names.map((_, of) => new Uint8Array(table.rows).fill(of));
  const best = bestConstant(scores);
  const gain = gainOver(learned, constants[best]!, scores);
  const isLearned = gain.interval[0] > 0;
  const worth = (of: ArrayLike<number>) => figuresOf(policyValue(of, trial, expected));
  const given = names.map((name, at) => [name, learned.filter((one) => one === at).length]);
  return {
    policy: isLearned ? 'learned' : `always ${names[best]}`,
    ...worth(isLearned ? learned : constants[best]!),
    bestConstant: { action: names[best], ...worth(constants[best]!) },
    chosen: isLearned ? 'learned' : 'constant',
    why: isLearned
      ? 'The learned policy is better than the best action for everybody, beyond chance.'
      : `The best action for everybody wins: the learned policy is not better than always ${names[best]} beyond chance.`,
    learned: { gives: Object.fromEntries(given), ...worth(learned), gain: gain.mean, gainCi: gain.interval },
    constants: Object.fromEntries(names.map((name, of) => [name, worth(constants[of]!)])),
    rows: table.rows,
  };
}

function readTrial(
  file: CsvColumns,
  { names, action, outcome }: { names: string[]; action: string; outcome: string },
): Trial {
  const given = file.columns.get(action);
  if (!given) throw new InputFault(`${file.file} has no column ${action}`);
  const taken = Uint8Array.from(given, (name, row) => {
    const at = names.indexOf(name ?? '');
    if (at === -1)
      throw new InputFault(`${file.file}, row ${row + 2}: the action ${name} is not in the file that was learned from`);
    return at;
  });
  const propensity = names.map((_, of) => taken.filter((one) => one === of).length / taken.length);
  return { actions: names.length, action: taken, reward: readOutcomes(file, outcome), propensity };
}

const figuresOf = ({ ips, ipsInterval, snips, dr, drInterval, effectiveSampleSize }: PolicyValue) => ({
  ips,
  ipsCi: ipsInterval,
  snips,
  dr,
  drCi: drInterval,
  effectiveSampleSize: Math.round(effectiveSampleSize),
});
