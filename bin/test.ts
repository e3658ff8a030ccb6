import { spawn } from 'node:child_process';
import { availableParallelism, constants, setPriority } from 'node:os';

// `npm test`: every check there is, with a summary at the end. The UI and the processes are built and the tests run, among them one cold
// start of `npm start` to ready; what only reads the sources is done beside them, with what they leave of the cores, and told after them.
// `npm test -- types lint` runs only those named.
interface Check {
  name: string;
  command: string[];
}

const bin = (name: string, ...args: string[]): string[] => [`node_modules/.bin/${name}`, ...args];
/** What lives for seconds need not tidy up its memory. */
const untidy = {
  ...process.env,
  GOGC: process.env.GOGC ?? '800',
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=64`,
};

const readOnly: Check[] = [
  { name: 'markup', command: bin('eslint', 'ui/src/**/*.svelte', 'ui/src/**/*.svelte.ts') },
  { name: 'types', command: [process.execPath, 'node_modules/@typescript/native/bin/tsc'] },
  { name: 'components', command: ['npm', 'run', '--silent', 'ui:check'] },
  {
    name: 'imports',
    command: bin(
      'depcruise',
      ...['domain', 'db', 'mail', 'models', 'workflows', 'activities', 'api', 'ui/src', 'bin', 'bench', 'test'],
      '--config',
      '.dependency-cruiser.cjs',
    ),
  },
  { name: 'format', command: bin('oxfmt', '--check') },
  { name: 'unused', command: bin('knip') },
  { name: 'lint', command: bin('oxlint') },
];
const inOrder: Check[] = [
  { name: 'build', command: [process.execPath, '--import', 'tsx', 'bin/build.ts'] },
  { name: 'tests', command: bin('vitest', 'run') },
];

interface Outcome {
  name: string;
  passed: boolean;
  seconds: number;
  output: string;
}

const wanted = process.argv.slice(2);
const isWanted = ({ name }: Check): boolean => wanted.length === 0 || wanted.includes(name);
const begun = Date.now();
const outcomes: Outcome[] = [];
const queue = readOnly.filter(isWanted);

const [first] = await Promise.all([
  buildAndTest(),
  ...Array.from({ length: Math.min(2, availableParallelism()) }, read),
]);
const told = [...outcomes, ...first];
for (const { name, passed, output } of told) if (!passed) console.log(`\n── ${name}\n${output}`);
const failed = told.filter((outcome) => !outcome.passed);
console.log('');
for (const { name, passed, seconds } of told)
  console.log(`  ${passed ? '✓' : '✗'}  ${name.padEnd(12)}${seconds.toFixed(1).padStart(7)} s`);
console.log(
  `\n${failed.length === 0 ? 'All passed' : `Failed: ${failed.map(({ name }) => name).join(', ')}`} after ${seconds(begun).toFixed(0)} s.`,
);
process.exit(failed.length === 0 ? 0 : 1);

/** One after the other, their output as it comes. */
async function buildAndTest(): Promise<Outcome[]> {
  const done: Outcome[] = [];
  for (const check of inOrder.filter(isWanted)) {
    console.log(`\n── ${check.name}`);
    const outcome = await execute(check, true);
    done.push(outcome);
    // The tests start what is built.
    if (!outcome.passed) break;
  }
  return done;
}

/** What waits, until nothing does: it gets a core where nobody else asks for it. */
async function read(): Promise<void> {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const outcome = await execute(check, false);
    outcomes.push(outcome);
    if (!outcome.passed) console.log(`✗  ${outcome.name} (more at the end)`);
  }
}

function execute({ name, command: [program, ...args] }: Check, isFirst: boolean): Promise<Outcome> {
  const since = Date.now();
  return new Promise((resolve) => {
    const how = isFirst ? 'inherit' : 'pipe';
    const child = spawn(program!, args, { stdio: ['ignore', how, how], env: isFirst ? process.env : untidy });
    if (!isFirst && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => (output += error.message));
    child.once('close', (code) => resolve({ name, passed: code === 0, seconds: seconds(since), output }));
  });
}

function seconds(since: number): number {
  return (Date.now() - since) / 1000;
}
