import { attribution } from './conformance/attribution.ts';
import { bounces } from './conformance/bounces.ts';
import { content } from './conformance/content.ts';
import { experiments } from './conformance/experiments.ts';
import { gate } from './conformance/gate.ts';
import { leads } from './conformance/leads.ts';
import { nextActions } from './conformance/next-actions.ts';
import { uplift } from './conformance/uplift.ts';
import { sayFaults } from './command.ts';

sayFaults();

// Proves a part of the product against known numbers or by simulation, through the product's own code:
// `npm run conformance -- attribution FILE.csv [--json]`,
// `npm run conformance -- bounces DIR [--half open|kept] [--json]`,
// `npm run conformance -- content FILE [--split random|time] [--json]`,
// `npm run conformance -- experiments --simulate 2000 --looks 5 [--json]`,
// `npm run conformance -- gate [--models 400] [--people 60,1000] [--json]`,
// `npm run conformance -- leads --train A.csv --test B.csv [--after-outcome 'COL,COL'] [--json]`,
// `npm run conformance -- next-actions --people 10000 [--json]`,
// `npm run conformance -- uplift --train A.csv --test B.csv [--json]`. One module a name, each reading its own arguments.
const modules: Record<string, (args: string[]) => Promise<void> | void> = {
  attribution,
  bounces,
  content,
  experiments,
  gate,
  leads,
  'next-actions': nextActions,
  uplift,
};

const [name = '', ...args] = process.argv.slice(2);
const run = modules[name];
if (!run) {
  console.error(`Usage: npm run conformance -- ${Object.keys(modules).join('|')} … [--json]`);
  process.exit(2);
}
await run(args);
