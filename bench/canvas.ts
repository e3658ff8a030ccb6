import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { demoPassword } from '../bin/demo/people.ts';
import { openBrowser, openWindow, signIn } from '../test/e2e/browser.ts';
import { startTestStack } from '../test/stack.ts';
import { sayFaults, wholeNumber } from './command.ts';

sayFaults();

// How long a drip of many steps takes until its canvas answers: `npm run bench:canvas -- --steps 200 --rounds 5 [--json]`. Interactive is
// when a press on the first step has opened it, from the moment the address was gone to; what the page's own thread worked until
// that step stood says more on a machine that has other things to do.
const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const wanted = { steps: wholeNumber(values, 'steps'), rounds: wholeNumber(values, 'rounds') };
const limit = 2000;
const stack = await startTestStack();
const browser = await openBrowser();
try {
  const report = await measure(browser, stack.url);
  if (values.json) console.log(JSON.stringify(report));
  else console.table(report);
  process.exitCode = report.interactiveMs <= limit ? 0 : 1;
} finally {
  await browser.close();
  await stack.stop();
}

/** The middle of the rounds, after one that fills the browser's cache as the visits before it would have. */
async function measure(browser: Browser, origin: string) {
  const window = await openWindow(browser, origin, { width: 1440, height: 900, theme: 'light' });
  const page = await window.newPage();
  await signIn(page, 'manager@northwind.demo', demoPassword);
  const steps = Array.from({ length: wanted.steps }, (_, at) => step(at, wanted.steps));
  const path = await makeDrip(page, steps);
  const protocol = await window.newCDPSession(page);
  await protocol.send('Performance.enable', { timeDomain: 'threadTicks' });
  const rounds: { interactiveMs: number; workMs: number }[] = [];
  for (let round = 0; round <= wanted.rounds; round += 1) {
    await page.goto(`${origin}/healthz`);
    const [began, worked] = [performance.now(), await workOf(protocol)];
    await page.goto(`${origin}${path}?view=canvas`, { waitUntil: 'commit' });
    await page.locator('[data-step=s0]').waitFor();
    const workMs = (await workOf(protocol)) - worked;
    await page.locator('[data-step=s0]').click();
    await page.locator('[data-step=s0][aria-pressed=true]').waitFor();
    rounds.push({ interactiveMs: performance.now() - began, workMs });
    await page.locator(`[data-step=s${steps.length - 1}]`).waitFor({ state: 'attached' });
  }
  const middle = (name: 'interactiveMs' | 'workMs'): number =>
    Math.round(
      rounds
        .slice(1)
        .map((round) => round[name])
        .sort((a, b) => a - b)[rounds.length >> 1] ?? 0,
    );
  return { steps: steps.length, interactiveMs: middle('interactiveMs'), workMs: middle('workMs'), limitMs: limit };
}

/** What the page's own thread has worked so far, in milliseconds of its own clock. */
async function workOf(protocol: CDPSession): Promise<number> {
  const { metrics } = await protocol.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** Waits, with a split in two at every third: a tree that is wide and deep. */
function step(at: number, count: number): Record<string, unknown> {
  const next = (to: number): string | null => (to < count ? `s${to}` : null);
  if (at % 3 !== 0)
    return {
      key: `s${at}`,
      kind: 'wait',
      until: { kind: 'duration', amount: 1, unit: 'days' },
      next: next(at * 2 + 1),
    };
  const paths = [at * 2 + 1, at * 2 + 2].map((to) => ({
    label: to % 2 === 0 ? 'B' : 'A',
    percent: 50,
    next: next(to),
  }));
  return { key: `s${at}`, kind: 'split', paths };
}

/** Makes a campaign with a drip of these steps; answers with the address of the drip. */
async function makeDrip(page: Page, steps: Record<string, unknown>[]): Promise<string> {
  const origin = new URL(page.url()).origin;
  const post = async (path: string, data: object): Promise<string> => {
    const headers = { origin, 'idempotency-key': randomUUID() };
    const answer = await page.request.post(`/api/v1${path}`, { headers, data });
    if (!answer.ok()) throw new Error(await answer.text());
    return ((await answer.json()) as { id: string }).id;
  };
  const campaign = await post('/campaigns', { name: 'A large drip' });
  const drip = await post(`/campaigns/${campaign}/drips`, { name: 'Large', definition: { steps } });
  return `/campaigns/${campaign}/drips/${drip}`;
}
