// Before the domain's schemas are made: routes describe themselves by them.
import '@hono/zod-openapi';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { classifyMail } from '../domain/inbound/classify.ts';
import { randomFrom } from '../domain/random.ts';
import { readMime } from '../mail/inbound/read-mime.ts';
import { applyMails } from './inbound/apply.ts';
import { playEndToEnd } from './inbound/end-to-end.ts';
import { mutate } from './inbound/mutate.ts';
import { sampleMails } from './inbound/sample-mails.ts';
import { printReport } from './send/report.ts';
import { sayFaults } from './command.ts';

sayFaults();

// Breaks mails at random and has each of them understood: `npm run bench:inbound -- [--inputs 100000] [--mails DIR] [--seed 1] [--json]`.
// With --apply the mails, whole, are recorded in a Postgres instead, as the receiver does it: fails below 200 a second, or where memory grows.
// With --end-to-end a broadcast goes to so many people (2,000 where --inputs is left out), mail of all kinds comes back, and then once more:
// fails where anybody, any score, message or count is not as the script has it, or anything changes the second time.
// DIR holds *.eml; without one, mails of our own are the start. Fails where one crashes, takes over 250 ms, or memory grows.
const { values } = parseArgs({
  options: {
    inputs: { type: 'string' },
    mails: { type: 'string' },
    seed: { type: 'string', default: '1' },
    apply: { type: 'boolean', default: false },
    'end-to-end': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const inputs = Number(values.inputs ?? (values['end-to-end'] ? 2_000 : 100_000));
if (!Number.isInteger(inputs) || inputs < 1) {
  console.error(
    'Usage: npm run bench:inbound -- [--inputs 100000] [--mails DIR] [--seed 1] [--apply | --end-to-end] [--json]',
  );
  process.exit(2);
}

const longestMs = 250;
const mostGrowthMb = 100;
const whole = values.mails ? await readMails(values.mails) : sampleMails();
if (values['end-to-end']) {
  const played = await playEndToEnd(inputs);
  const { missing, wrong, doubled, duplicates, changedByRepeat, dripMistakes } = played;
  const passed = missing + wrong + doubled + duplicates + changedByRepeat.length + dripMistakes === 0;
  printReport(values.json, { ...played, passed });
  process.exitCode = passed ? 0 : 1;
} else if (values.apply) {
  const applied = await applyMails(whole, inputs);
  const [early, , late] = applied.memoryMb;
  const passed = applied.mailsPerSecond >= 200 && applied.doubled === 0 && late - early < mostGrowthMb;
  printReport(values.json, { startMails: whole.length, ...applied, passed });
  process.exitCode = passed ? 0 : 1;
} else {
  const throughput = measureThroughput(whole);
  const fuzzed = await fuzz(whole);
  const passed = fuzzed.crashes === 0 && fuzzed.overLimit === 0 && fuzzed.memoryGrowthMb < mostGrowthMb;
  printReport(values.json, { startMails: whole.length, mailsPerSecond: throughput, ...fuzzed, passed });
  process.exitCode = passed ? 0 : 1;
}

async function readMails(directory: string): Promise<Buffer[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.eml'));
  return Promise.all(names.map((name) => readFile(join(directory, name))));
}

/** Mails a second in one thread, warm, over at least two seconds. */
function measureThroughput(mails: readonly Buffer[]): number {
  for (const mail of mails) understand(mail);
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < 2_000) {
    for (const mail of mails) understand(mail);
    done += mails.length;
  }
  return Math.round((done / (performance.now() - start)) * 1_000);
}

function understand(mail: Buffer): void {
  if (classifyMail(readMime(mail)).recipients.length === 0) throw new Error('a mail without a verdict');
}

async function fuzz(mails: readonly Buffer[]) {
  const random = randomFrom(Number(values.seed));
  const pick = () => mails[Math.floor(random() * mails.length)]!;
  const result = { inputs, crashes: 0, overLimit: 0, slowestMs: 0, memoryGrowthMb: 0, memoryMb: [] as number[] };
  const marks = [Math.floor(inputs / 5), Math.floor(inputs / 2)];
  for (let done = 0; done < inputs; done += 1) {
    const mail = mutate(pick(), pick(), random);
    try {
      const ms = timed(mail);
      result.slowestMs = Math.max(result.slowestMs, ms);
      if (ms > longestMs) result.overLimit += 1;
    } catch (error) {
      result.crashes += 1;
      console.error(error);
    }
    if (marks.includes(done)) result.memoryMb.push(await restingMemory());
  }
  result.memoryMb.push(await restingMemory());
  result.memoryGrowthMb = result.memoryMb.at(-1)! - result.memoryMb[0]!;
  return result;
}

/** Milliseconds for one mail; the best of three where it was not quick at once, since the machine may have been busy elsewhere. */
function timed(mail: Buffer): number {
  let best = Infinity;
  for (let attempt = 0; attempt < 3 && best > longestMs / 5; attempt += 1) {
    const start = performance.now();
    understand(mail);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Megabytes of the heap that are in use when there is nothing to do. */
async function restingMemory(): Promise<number> {
  globalThis.gc?.();
  await sleep(50);
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1_000_000;
}
