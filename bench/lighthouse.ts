import { parseArgs } from 'node:util';
import lighthouse from 'lighthouse';
import { freePort } from '../bin/embedded/port.ts';
import { openBrowser } from '../test/e2e/browser.ts';
import { startTestStack } from '../test/stack.ts';

// Lighthouse over the campaign list and a campaign that went out, signed in, on the example tenant: `npm run bench:lighthouse -- --json`.
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const stack = await startTestStack();
const origin = `http://localhost:${stack.settings.ports.PORT}`;
const port = await freePort();
const browser = await openBrowser(port);

try {
  const cookie = await signIn();
  const list = (await (await fetch(`${origin}/api/v1/campaigns?status=completed`, { headers: { cookie } })).json()) as {
    data: { id: string }[];
  };
  const pages = { list: '/campaigns', detail: `/campaigns/${list.data[0]?.id}` };
  const results: Record<string, Record<string, number>> = {};
  for (const [name, path] of Object.entries(pages)) {
    for (const device of ['desktop', 'mobile'] as const)
      results[`${name}.${device}`] = await measure(`${origin}${path}`, device, cookie);
  }
  if (values.json) console.log(JSON.stringify(results));
  else console.table(results);
  process.exitCode = Object.values(results).every((scores) => Object.values(scores).every((score) => score >= 95))
    ? 0
    : 1;
} finally {
  await browser.close();
  await stack.stop();
}

async function signIn(): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: 'manager@northwind.demo', password: 'salescompass-demo' }),
  });
  if (!answer.ok) throw new Error(`the sign-in was refused: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** The four scores of a page, 0 to 100. */
async function measure(url: string, device: 'desktop' | 'mobile', cookie: string): Promise<Record<string, number>> {
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
    onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'],
    extraHeaders: { cookie },
    ...(device === 'desktop' ? desktop : {}),
  });
  if (!result) throw new Error('Lighthouse gave no result');
  return Object.fromEntries(
    Object.entries(result.lhr.categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]),
  );
}
