import { parseArgs } from 'node:util';
import { playGate } from '../gate/simulate.ts';

/** What is promised, as shares of the models: right ones refused at any size, and wrong ones refused where a thousand people judge them. */
const limits = { rightByCalibration: 0.02, right: 0.05, guessing: 0.99, tooSure: 0.95 };

/**
 * `npm run conformance -- gate [--models 400] [--people 60,120,250,500,1000] [--seed 1] [--json]`: judges made-up models through the gate that
 * lets models score. Fails where luck refuses models that are right, or where models pass that guess or are too sure.
 */
export function gate(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: {
      models: { type: 'string', default: '400' },
      people: { type: 'string', default: '60,120,250,500,1000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const sizes = values.people.split(',').map(Number);
  const [models, seed] = [Number(values.models), Number(values.seed)];
  if (![models, ...sizes].every((value) => Number.isInteger(value) && value > 1) || !Number.isInteger(seed)) {
    console.error('Usage: npm run conformance -- gate [--models 400] [--people 60,1000] [--seed 1] [--json]');
    process.exit(2);
  }
  const results = sizes.map((people) => playGate({ people, models, seed }));
  if (values.json) console.log(JSON.stringify({ models, seed, results }));
  else
    console.table(
      results.map(({ people, right, tooSure, guessing }) => ({
        'judged by people': people,
        'right: refused': `${right.refused} of ${models}`,
        'by calibration': right.by.calibration ?? 0,
        'by another check': right.refused === 0 ? 0 : otherChecks(right.by),
        'too sure: refused': `${tooSure.refused} of ${tooSure.models}`,
        'guessing: refused': `${guessing.refused} of ${guessing.models}`,
      })),
    );
  const isKept = results.every(
    ({ people, right, tooSure, guessing }) =>
      (right.by.calibration ?? 0) <= limits.rightByCalibration * models &&
      (people < 250 || right.refused <= limits.right * models) &&
      guessing.refused >= limits.guessing * guessing.models &&
      (people < 1000 || tooSure.refused >= limits.tooSure * tooSure.models),
  );
  if (!isKept) process.exitCode = 1;
}

const otherChecks = (by: Record<string, number>): string =>
  Object.entries(by)
    .filter(([name]) => name !== 'calibration')
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || '0';
