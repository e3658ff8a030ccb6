import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { demoPassword } from '../bin/demo/people.ts';
import { newBlock } from '../domain/templates/new-block.ts';
import { openBrowser, openWindow, settle, signIn } from '../test/e2e/browser.ts';
import { startTestStack } from '../test/stack.ts';
import { sayFaults, wholeNumber } from './command.ts';

sayFaults();

// How quickly the builder of messages answers: `npm run bench:builder -- --blocks 60 [--json]`. In a message of so many blocks one is
// chosen, written in, moved, duplicated and taken back; the answers (from the press to what is drawn, INP) must stay below the limit.
const { values } = parseArgs({
  options: { blocks: { type: 'string', default: '60' }, json: { type: 'boolean', default: false } },
});
const blockCount = wholeNumber(values, 'blocks');
const limit = 200;
const stack = await startTestStack();
const browser = await openBrowser();
try {
  const report = await measure(browser, stack.url);
  if (values.json) console.log(JSON.stringify(report));
  else console.table(report);
  process.exitCode = report.inpMs <= limit ? 0 : 1;
} finally {
  await browser.close();
  await stack.stop();
}

/** How long one press or key took until its effect was drawn, and how much of it was work of the page. */
interface Answer {
  name: string;
  duration: number;
  workMs: number;
}

/** Presses and keys in the middle of a long message, and what the browser says of each. */
async function measure(browser: Browser, origin: string) {
  const window = await openWindow(browser, origin, { width: 1440, height: 900, theme: 'light' });
  const page = await window.newPage();
  await signIn(page, 'manager@northwind.demo', demoPassword);
  await page.goto(await makeTemplate(page, blockCount));
  await settle(page);
  const blocks = page.locator('[data-list=""] > [data-block]');
  await blocks.nth(30).waitFor();
  await page.evaluate(`
    window.answers = new Map();
    new PerformanceObserver((list) => {
      for (const { interactionId, duration, name, processingStart, processingEnd } of list.getEntries())
        if (interactionId && duration > (answers.get(interactionId)?.duration ?? 0))
          answers.set(interactionId, { name, duration, workMs: processingEnd - processingStart });
    }).observe({ type: 'event', durationThreshold: 16, buffered: false })`);
  for (const at of [20, 24, 28]) {
    await blocks.nth(at).click();
    await page.keyboard.type('Written without waiting. ');
    await page.keyboard.press('Escape');
    for (const key of ['Alt+ArrowDown', 'Alt+ArrowUp', 'ControlOrMeta+d', 'ControlOrMeta+z']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(100);
    }
  }
  await page.waitForTimeout(500);
  const answers = (await page.evaluate<Answer[]>('[...answers.values()]')).sort((a, b) => b.duration - a.duration);
  // As the measure is defined: of each fifty interactions the slowest is left out.
  const slowest = answers[Math.floor(answers.length / 50)];
  return {
    blocks: await blocks.count(),
    interactions: answers.length,
    middleMs: answers[answers.length >> 1]?.duration ?? 0,
    inpMs: slowest?.duration ?? 0,
    inpOf: slowest?.name ?? '',
    slowestWorkMs: Math.round(Math.max(0, ...answers.map(({ workMs }) => workMs))),
    limitMs: limit,
  };
}

/** Makes a template of so many texts; answers with its address. */
async function makeTemplate(page: Page, count: number): Promise<string> {
  const blocks = Array.from({ length: count }, () => newBlock('text', () => randomUUID().slice(0, 8)));
  const headers = { origin: new URL(page.url()).origin, 'idempotency-key': randomUUID() };
  const data = { name: 'A long message', content: { blocks } };
  const answer = await page.request.post('/api/v1/templates', { headers, data });
  if (!answer.ok()) throw new Error(await answer.text());
  return `/templates/${((await answer.json()) as { id: string }).id}`;
}
