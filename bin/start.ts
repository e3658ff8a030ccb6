import { demoPassword, demoSignIns } from './demo/people.ts';
import { StartProblem } from './embedded/start-problem.ts';
import { EnvironmentError } from './env.ts';
import { createProgress } from './local/progress.ts';
import { readLocalSettings, type LocalSettings } from './local/settings.ts';
import { startStack, type LocalStack } from './local/stack.ts';

// `npm start`: everything on one machine, for trying out and for developing. Ctrl-C stops it; the next start goes on where it was.
const begun = Date.now();
let stack: LocalStack | undefined;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

console.log('SalesCompass Marketing is starting.');
try {
  const settings = readLocalSettings();
  stack = await startStack(settings, createProgress(console.log));
  if (isStopping) await end();
  else greet(stack, settings);
} catch (error) {
  complain(error);
  process.exit(1);
}

/** A second Ctrl-C changes nothing: stopping is under way, and cutting it short would leave mail half sent. */
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  console.log('\nStopping: what is in flight lands first.');
  if (stack) await end();
}

async function end(): Promise<void> {
  await stack?.stop();
  console.log('Stopped. `npm start` goes on where this was.');
  process.exit(0);
}

function greet({ url, mailboxUrl, consoleUrl }: LocalStack, settings: LocalSettings): void {
  const people = demoSignIns.map(({ email, what }) => `    ${email.padEnd(34)} ${what}`);
  const { API_METRICS_PORT, WORKER_METRICS_PORT } = settings.ports;
  console.log(
    [
      '',
      `Ready after ${((Date.now() - begun) / 1000).toFixed(1)} s.`,
      '',
      `  Platform           ${url}`,
      `  API documentation  ${url}/api/docs`,
      ...(mailboxUrl ? [`  Mailbox            ${mailboxUrl}`] : []),
      ...(consoleUrl ? [`  Temporal console   ${consoleUrl}`] : []),
      `  Metrics            http://localhost:${API_METRICS_PORT}/metrics (API), http://localhost:${WORKER_METRICS_PORT}/metrics (worker)`,
      `  Data and logs      ${settings.dataFolder}`,
      '',
      `  Sign in with the password "${demoPassword}":`,
      ...people,
      '',
      '  Ctrl-C stops everything.',
      '',
    ].join('\n'),
  );
}

function complain(error: unknown): void {
  if (error instanceof StartProblem) console.error(`\n  ✗  ${error.message}\n     ${error.mend}\n`);
  else if (error instanceof EnvironmentError) console.error(`\n  ✗  ${error.message}\n`);
  else console.error(`\n  ✗  The platform did not start.`, error);
}
