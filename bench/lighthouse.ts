import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { demoPassword } from '../bin/demo/people.ts';
import { freePort } from '../bin/embedded/port.ts';
import { openBrowser } from '../test/e2e/browser.ts';
import { startTestStack } from '../test/stack.ts';
import { loadLighthouse } from './lighthouse/install.ts';
import { sayFaults, wholeNumber } from './command.ts';

sayFaults();

// Lighthouse over the campaign list and a campaign that went out, signed in, on the example tenant:
// `npm run bench:lighthouse -- [--runs 3] [--device mobile] [--url http://localhost:8080] [--json]`. The middle of the runs, which
// take turns; of an installation of its own, or of one that runs. Beside the scores stand the times (ms) that make them and how busy
// the machine was: what a page's scripts take is measured here and counted four times for a phone, so another job on the machine counts too.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1' },
    device: { type: 'string', default: 'desktop,mobile' },
    url: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const runCount = wholeNumber(values, 'runs');
type Result = Record<string, number>;
const least = 95;
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const times = {
  fcp: 'first-contentful-paint',
  lcp: 'largest-contentful-paint',
  tbt: 'total-blocking-time',
  speed: 'speed-index',
  cls: 'cumulative-layout-shift',
};

const lighthouse = await loadLighthouse();
const stack = values.url ? null : await startTestStack();
const origin = values.url ?? `http://localhost:${stack?.settings.ports.PORT}`;
const port = await freePort();
const browser = await openBrowser({ debuggingPort: port });

try {
  const cookie = await signIn();
  const list = (await (await fetch(`${origin}/api/v1/campaigns?status=completed`, { headers: { cookie } })).json()) as {
    data: { id: string }[];
  };
  const pages = { list: '/campaigns', detail: `/campaigns/${list.data[0]?.id}` };
  const measured: Record<string, Result[]> = {};
  for (let run = 0; run < runCount; run += 1)
    for (const [name, path] of Object.entries(pages))
      for (const device of values.device.split(','))
        (measured[`${name}.${device}`] ??= []).push(await measure(`${origin}${path}`, device, cookie));
  const results = Object.fromEntries(Object.entries(measured).map(([name, runs]) => [name, middle(runs)]));
  if (values.json) console.log(JSON.stringify(results));
  else console.table(results);
  const isWell = (result: Result): boolean => categories.every((name) => (result[name] ?? 0) >= least);
  process.exitCode = Object.values(results).every(isWell) ? 0 : 1;
} finally {
  await browser.close();
  await stack?.stop();
}

async function signIn(): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: 'manager@northwind.demo', password: demoPassword }),
  });
  if (!answer.ok) throw new Error(`the sign-in was refused: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** The four scores of a page, 0 to 100, the times that make the first, and the machine's load. */
async function measure(url: string, device: string, cookie: string): Promise<Result> {
  const desktop = {
    formFactor: 'desktop' as const,
    screenEmulation: { mobile: false, width: 1440, height: 900, deviceScaleFactor: 1, disabled: false },
    throttling: {
      rttMs: 40,
      throughputKbps: 10_240,
      cpuSlowdownMultiplier: 1,
      requestLatencyMs: 0,
      downloadThroughputKbps: 0,
      uploadThroughputKbps: 0,
    },
  };
  const result = await lighthouse(url, {
    port,
    logLevel: 'error',
    onlyCategories: categories,
    extraHeaders: { cookie },
    ...(device === 'desktop' ? desktop : {}),
  });
  if (!result) throw new Error('Lighthouse gave no result');
  const { lhr } = result;
  return {
    ...Object.fromEntries(categories.map((name) => [name, Math.round((lhr.categories[name]?.score ?? 0) * 100)])),
    ...Object.fromEntries(
      Object.entries(times).map(([name, audit]) => [name, rounded(lhr.audits[audit]?.numericValue ?? NaN)]),
    ),
    load: rounded(loadavg()[0] ?? NaN),
  };
}

/** Milliseconds as they are, small figures to two places. */
function rounded(value: number): number {
  return value > 10 ? Math.round(value) : Math.round(value * 100) / 100;
}

/** Of each figure the one in the middle. */
function middle(runs: readonly Result[]): Result {
  const of = (name: string): number =>
    runs.map((run) => run[name] ?? NaN).sort((a, b) => a - b)[runs.length >> 1] ?? NaN;
  return Object.fromEntries(Object.keys(runs[0] ?? {}).map((name) => [name, of(name)]));
}
