import { parseArgs } from 'node:util';
import { decide, type ArmAtLook } from '../../domain/experiments/decision.ts';
import { informationOf } from '../../domain/experiments/information.ts';
import { rateSample } from '../../domain/experiments/moments.ts';
import { evenLooks, testSize } from '../../domain/experiments/size.ts';
import { randomFrom } from '../../domain/random.ts';
import { printReport } from '../send/report.ts';

/** What is simulated: a test planned for 4 % against 5 % with 80 % power. */
const plan = { baseline: 0.04, lift: 0.25, power: 0.8, alpha: 0.05, variants: 2 };

/** What is promised: `npm run conformance` fails where it is not kept. */
const limits = { falsePositiveRate: 0.06, power: 0.75, meanSampleShare: 1 };

/**
 * Plays whole tests by the decision that the product takes, half of them without a difference and half with the planned one:
 * `experiments --simulate N --looks K [--seed S] [--json]` → how often a winner was named without a difference, how often the better
 * variant was found, and how many of the fixed design's people that took on average.
 */
export function experiments(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: {
      simulate: { type: 'string', default: '2000' },
      looks: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const [tests, looks, seed] = [values.simulate, values.looks, values.seed].map(Number) as [number, number, number];
  if (![tests, looks].every((value) => Number.isInteger(value) && value > 0) || !Number.isInteger(seed)) {
    console.error('Usage: npm run conformance -- experiments --simulate 2000 --looks 5 [--seed 1] [--json]');
    process.exit(2);
  }
  const size = testSize({ ...plan, looks });
  const random = randomFrom(seed);
  const play = (rate: number) =>
    Array.from({ length: tests }, () =>
      playTest([plan.baseline, rate], { looks, peopleAnArm: size.peopleAnArm, random }),
    );
  const [without, withOne] = [play(plan.baseline), play(plan.baseline * (1 + plan.lift))];
  const report = {
    falsePositiveRate: shareOf(without, ({ winner }) => winner !== null),
    power: shareOf(withOne, ({ winner }) => winner === 'b'),
    meanSampleShare: withOne.reduce((sum, { people }) => sum + people, 0) / tests / size.fixedAnArm,
    simulated: tests,
    looks,
    fixedAnArm: size.fixedAnArm,
    peopleAnArm: size.peopleAnArm,
  };
  printReport(values.json, report);
  const isKept =
    report.falsePositiveRate <= limits.falsePositiveRate &&
    report.power >= limits.power &&
    report.meanSampleShare < limits.meanSampleShare;
  if (!isKept) process.exitCode = 1;
}

/** How one test ended: who won, and after how many people of each variant. */
interface Ended {
  winner: string | null;
  people: number;
}

function playTest(
  rates: [number, number],
  { looks, peopleAnArm, random }: { looks: number; peopleAnArm: number; random: () => number },
): Ended {
  const clicks: [number, number] = [0, 0];
  const earlier: number[] = [];
  let people = 0;
  for (const [index, share] of evenLooks(looks).entries()) {
    const until = Math.round(peopleAnArm * share);
    for (; people < until; people++) {
      if (random() < rates[0]) clicks[0]++;
      if (random() < rates[1]) clicks[1]++;
    }
    const arms = clicks.map((count, arm): ArmAtLook => ({
      id: 'ab'[arm]!,
      people,
      weight: 1,
      sample: rateSample(count, people),
    }));
    const isLast = index === looks - 1;
    const information = informationOf(
      arms.map(({ sample }) => sample),
      { ...plan, peopleAnArm },
    );
    const decision = decide(
      arms,
      { kind: 'rate', alpha: plan.alpha, minimumPeople: 500 },
      { information, earlier, isLast, hasWaited: true },
    );
    if (decision.kind === 'winner') return { winner: decision.winnerId, people };
    if (decision.counts) earlier.push(information);
  }
  return { winner: null, people };
}

const shareOf = <T>(all: readonly T[], holds: (one: T) => boolean): number => all.filter(holds).length / all.length;
