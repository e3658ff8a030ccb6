import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgottenTraces } from '../test/traces.ts';

// `npm test`: every check there is, with a summary at the end. The UI and the processes are built and the tests run, among them one cold
// start of `npm start` to ready; what only reads the sources is done beside them, with what they leave of the cores, and told after them.
// Test files that fail are begun anew, once, and named at the end: what a test left behind can keep its second try from passing.
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
  /** Test files that were begun anew. */
  again?: string[];
}

/** Where more files than that fail, something is broken that no second run mends. */
const mostAgain = 5;

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
const anew = told.flatMap(({ again }) => again ?? []);
if (anew.length > 0) console.log(`\n  Failed at first and begun anew: ${anew.join(', ')}`);
const allPassed = anew.length === 0 ? 'All passed' : `All passed, ${anew.length} of the test files at the second try,`;
console.log(
  `\n${failed.length === 0 ? allPassed : `Failed: ${failed.map(({ name }) => name).join(', ')}`} after ${seconds(begun).toFixed(0)} s.`,
);
process.exit(failed.length === 0 ? 0 : 1);

/** One after the other, their output as it comes. */
async function buildAndTest(): Promise<Outcome[]> {
  const done: Outcome[] = [];
  for (const check of inOrder.filter(isWanted)) {
    console.log(`\n── ${check.name}`);
    const outcome = await (check.name === 'tests' ? test(check) : execute(check, true));
    done.push(outcome);
    // The tests start what is built.
    if (!outcome.passed) break;
  }
  return done;
}

/** Runs the tests, and once more the files that failed: with a database and servers that nobody has used. */
async function test(check: Check): Promise<Outcome> {
  const since = Date.now();
  const folder = await mkdtemp(join(tmpdir(), 'salescompass-failed-'));
  const note = join(folder, 'files.json');
  process.env.FAILED_FILES = note;
  process.env.TRACES_FILE = join(folder, 'traces');
  const reporters = ['--reporter=default', '--reporter=./test/failed-files.ts'];
  const outcome = await execute({ ...check, command: [...check.command, ...reporters] }, true);
  const again = await readFile(note, 'utf8').then(
    (text) => JSON.parse(text) as string[],
    () => [],
  );
  const isOver = outcome.passed || again.length === 0 || again.length > mostAgain;
  if (!isOver) console.log(`\n── ${check.name}, once more: ${again.join(', ')}`);
  const last = isOver ? outcome : await execute({ ...check, command: [...check.command, ...again] }, true);
  const forgotten = last.passed ? forgottenTraces(process.env.TRACES_FILE) : [];
  for (const problem of forgotten) console.log(`✗  ${problem}`);
  await rm(folder, { recursive: true });
  return {
    ...last,
    passed: last.passed && forgotten.length === 0,
    seconds: seconds(since),
    ...(isOver ? {} : { again }),
  };
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
