import { openBrowser, openWindow } from '../test/e2e/browser.ts';
import { sayFaults } from './command.ts';
import type { Finding } from './walk/findings.ts';
import { readOptions } from './walk/options.ts';
import { Walk, type WalkReport } from './walk/walk.ts';

sayFaults();

// `npm run walk`: walks over the pages of a running installation at random, uses what is on them with values that nobody expects, and
// tells of what no page should do. It changes, sends and deletes whatever the one who signs in may: for data that nobody needs.
const options = readOptions(process.argv.slice(2));
const browser = await openBrowser({ host: new URL(options.url).hostname });
try {
  const { url, width, theme, json } = options;
  const window = await openWindow(browser, url, { width, height: 900, theme });
  const walk = new Walk(await window.newPage(), options, (finding) => tell(finding));
  const report = await walk.go();
  if (json) console.log(JSON.stringify(report));
  else console.log(summaryOf(report));
  process.exitCode = report.findings.length === 0 ? 0 : 1;
} finally {
  await browser.close();
}

function tell({ kind, text, address, acts, visit }: Finding): void {
  console.error(
    `  ✗  ${kind}: ${text}\n     at ${address}, visit ${visit}\n${acts.map((act) => `     · ${act}`).join('\n')}\n`,
  );
}

function summaryOf({ visits, acts, kinds, findings }: WalkReport): string {
  return `${findings.length} found in ${visits} visits and ${acts} acts over ${kinds} kinds of pages; seed ${options.seed}.`;
}
