import { spawn } from 'node:child_process';
import { cpus } from 'node:os';

// `npm test`: every check there is, with a summary at the end. The fast ones that read only go first, as many at once as there are
// cores; then the UI is built and the tests run, among them one cold start of `npm start` to ready. `npm test -- types lint` runs
// only those named.
interface Check {
  name: string;
  command: string[];
}

const node = (file: string, ...args: string[]): string[] => [process.execPath, '--import', 'tsx', file, ...args];
const bin = (name: string, ...args: string[]): string[] => [`node_modules/.bin/${name}`, ...args];

const readOnly: Check[] = [
  // The native compiler: a third of the time. Linting and the components still need the one that has an API.
  { name: 'types', command: [process.execPath, 'node_modules/typescript-native/bin/tsc'] },
  // What has not changed since it was last found well is not read again; where nothing is kept, as after a fresh clone, all is read.
  { name: 'lint', command: bin('eslint', '--cache', '--cache-location', '.cache/eslint/', '.') },
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
  { name: 'unused', command: bin('knip') },
  {
    name: 'format',
    command: bin('prettier', '--cache', '--cache-location', '.cache/prettier', '--check', '--log-level', 'warn', '.'),
  },
];
const inOrder: Check[] = [
  { name: 'build', command: node('bin/build.ts') },
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
await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, () => worker()));
for (const check of inOrder.filter(isWanted)) await settle(check, check.name === 'tests');

const failed = outcomes.filter((outcome) => !outcome.passed);
console.log('');
for (const { name, passed, seconds } of outcomes)
  console.log(`  ${passed ? '✓' : '✗'}  ${name.padEnd(12)}${seconds.toFixed(1).padStart(7)} s`);
console.log(
  `\n${failed.length === 0 ? 'All passed' : `Failed: ${failed.map(({ name }) => name).join(', ')}`} after ${seconds(begun).toFixed(0)} s.`,
);
process.exit(failed.length === 0 ? 0 : 1);

async function worker(): Promise<void> {
  for (let check = queue.shift(); check; check = queue.shift()) await settle(check, false);
}

/** Runs a check; its output is shown as it comes, or afterwards and only where it failed. */
async function settle(check: Check, isShown: boolean): Promise<void> {
  if (isShown) console.log(`\n── ${check.name}`);
  const outcome = await execute(check, isShown);
  outcomes.push(outcome);
  if (!isShown) console.log(`${outcome.passed ? '✓' : '✗'}  ${check.name} (${outcome.seconds.toFixed(1)} s)`);
  if (!outcome.passed && !isShown) console.log(outcome.output);
}

function execute({ name, command: [program, ...args] }: Check, isShown: boolean): Promise<Outcome> {
  const since = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program!, args, {
      stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
    });
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
