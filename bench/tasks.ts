import { parseArgs } from 'node:util';
import { demoPassword } from '../bin/demo/people.ts';
import { openBrowser } from '../test/e2e/browser.ts';
import { startTestStack } from '../test/stack.ts';
import { blockingMs, tasksOf, type Task, type TraceEvent } from './trace-tasks.ts';
import { sayFaults, wholeNumber } from './command.ts';

sayFaults();

// What keeps a tap waiting while the campaign list and a campaign come, on a phone, first visit:
// `npm run bench:tasks -- [--runs 5] [--url http://localhost:8080] [--tasks] [--json]`. As Lighthouse's total blocking time, but by the
// clock of the page's own thread, so that it can be compared on a machine that has other things to do, and without what Lighthouse
// itself does on the page. `--tasks` shows what the longer tasks of the last run were about.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    url: { type: 'string' },
    tasks: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const runCount = wholeNumber(values, 'runs');
/** Lighthouse's mark for total blocking time is 90 at this (ms). */
const limitMs = 200;
const stack = values.url ? null : await startTestStack();
const origin = values.url ?? stack?.url ?? '';

try {
  const cookies = await signIn();
  const pages = { list: '/campaigns', detail: `/campaigns/${await someCampaign(cookies)}` };
  const report: Record<string, { blockingMs: number; longestMs: number; workMs: number }> = {};
  for (const [name, path] of Object.entries(pages)) {
    const runs: Task[][] = [];
    for (let run = 0; run < runCount; run += 1) runs.push(await visit(path, cookies));
    report[name] = {
      blockingMs: middle(runs.map(blockingMs)),
      longestMs: middle(runs.map((tasks) => Math.max(...tasks.map(({ cpuMs }) => cpuMs)))),
      workMs: middle(runs.map((tasks) => tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0))),
    };
    if (values.tasks) show(name, runs.at(-1) ?? []);
  }
  if (values.json) console.log(JSON.stringify(report));
  else console.table(report);
  process.exitCode = Object.values(report).every(({ blockingMs }) => blockingMs <= limitMs) ? 0 : 1;
} finally {
  await stack?.stop();
}

interface Cookie {
  name: string;
  value: string;
  url: string;
}

async function signIn(): Promise<Cookie[]> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: 'manager@northwind.demo', password: demoPassword }),
  });
  if (!answer.ok) throw new Error(`the sign-in was refused: ${answer.status}`);
  return answer.headers.getSetCookie().map((line) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    return { name, value, url: origin };
  });
}

async function someCampaign(cookies: readonly Cookie[]): Promise<string> {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${origin}/api/v1/campaigns?status=completed`, { headers: { cookie } });
  const { data } = (await answer.json()) as { data: { id: string }[] };
  return data[0]?.id ?? '';
}

/** The tasks of a page that is opened in a browser of its own, which has nothing from before. */
async function visit(path: string, cookies: Cookie[]): Promise<Task[]> {
  const browser = await openBrowser();
  try {
    const phone = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, hasTouch: true, isMobile: true };
    const window = await browser.newContext(phone);
    await window.addCookies(cookies);
    const page = await window.newPage();
    await browser.startTracing(page, {
      categories: [
        '-*',
        'disabled-by-default-lighthouse',
        'loading',
        'v8',
        'v8.execute',
        'devtools.timeline',
        'disabled-by-default-devtools.timeline',
      ],
    });
    await page.goto(origin + path);
    // Asking the page whether it stands would be a task of it, too.
    await page.waitForTimeout(3000);
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    await page.locator('tbody td, dl').first().waitFor();
    return tasksOf(trace.traceEvents);
  } finally {
    await browser.close();
  }
}

function show(name: string, tasks: readonly Task[]): void {
  console.log(name);
  for (const { atMs, cpuMs, parts } of tasks.filter(({ cpuMs }) => cpuMs > 4)) {
    const about = [...parts].filter(([, ms]) => ms > 0.5).map(([part, ms]) => `${part} ${ms.toFixed(1)}`);
    console.log(`${atMs.toFixed(0).padStart(7)}${cpuMs.toFixed(1).padStart(7)}  ${about.join(', ')}`);
  }
}

/** Of some figures the one in the middle. */
function middle(figures: readonly number[]): number {
  return Math.round([...figures].sort((a, b) => a - b)[figures.length >> 1] ?? NaN);
}
