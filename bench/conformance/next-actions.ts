import { parseArgs } from 'node:util';
import type { OffPolicyValue } from '../../domain/next-actions/evaluation.ts';
import { plantedKeys } from '../next-actions/planted.ts';
import { simulate } from '../next-actions/simulate.ts';
import { printReport } from '../send/report.ts';

/**
 * `npm run conformance -- next-actions --people 10000 [--rounds 5] [--seed 1] [--json]`: plays decisions over people whose answers are
 * planted, through the product's own choice, learning and judging. Fails where what was learned is not worth more in truth than the rule
 * and than the best action for everybody, or where regret does not fall.
 */
export function nextActions(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: {
      people: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const [people, rounds, seed] = [values.people, values.rounds, values.seed].map(Number) as [number, number, number];
  if (![people, rounds].every((value) => Number.isInteger(value) && value > 1) || !Number.isInteger(seed)) {
    console.error('Usage: npm run conformance -- next-actions --people 10000 [--rounds 5] [--seed 1] [--json]');
    process.exit(2);
  }
  const { judgement, ...found } = simulate({ people, rounds, seed });
  printReport(values.json, {
    ...found,
    firstJudgement: {
      decisions: judgement.decisions,
      why: judgement.why,
      candidate: figures(judgement.candidate),
      rule: figures(judgement.incumbent),
      bestConstant: { action: plantedKeys[judgement.bestConstant.action], ...figures(judgement.bestConstant.value) },
      gainOverRule: judgement.overIncumbent,
      gainOverConstant: judgement.overConstant,
    },
  });
  const isKept =
    found.learned > found.rule &&
    found.learned > found.bestConstant.worth &&
    found.regret.at(-1)! < found.regret[0]! &&
    found.promotedInRound !== null;
  if (!isKept) process.exitCode = 1;
}

const figures = ({ ips, snips, dr, effectiveSampleSize }: OffPolicyValue) => ({
  ips: ips.mean,
  ipsCi: ips.interval,
  snips: snips.mean,
  dr: dr.mean,
  drCi: dr.interval,
  effectiveSampleSize: Math.round(effectiveSampleSize),
});
