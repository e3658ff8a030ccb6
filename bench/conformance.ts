import { attribution } from './conformance/attribution.ts';
import { experiments } from './conformance/experiments.ts';

// Proves a part of the product against known numbers or by simulation, through the product's own code:
// `npm run conformance -- attribution FILE.csv [--json]`,
// `npm run conformance -- experiments --simulate 2000 --looks 5 [--json]`. One module a name, each reading its own arguments.
const modules: Record<string, (args: string[]) => Promise<void> | void> = { attribution, experiments };

const [name = '', ...args] = process.argv.slice(2);
const run = modules[name];
if (!run) {
  console.error(`Usage: npm run conformance -- ${Object.keys(modules).join('|')} … [--json]`);
  process.exit(2);
}
await run(args);
