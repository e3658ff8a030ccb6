import { readOptions } from './smoke/options.ts';
import { playMainJob, type SmokeReport } from './smoke/main-job.ts';
import { sayFaults, sentenceOf } from './command.ts';

sayFaults();

// `npm run smoke`: plays the main job through the public API against a running installation and compares what was counted with
// what was played.
const options = readOptions(process.argv.slice(2));
try {
  const { report, shortcomings } = await playMainJob(options, (text) => console.error(`  ${text}`));
  if (options.json) console.log(JSON.stringify(report));
  else printTable(report);
  for (const shortcoming of shortcomings) console.error(`  ✗  ${shortcoming}`);
  process.exit(shortcomings.length === 0 ? 0 : 1);
} catch (error) {
  const sentence = sentenceOf(error, process.argv.slice(2));
  console.error(`  ✗  ${sentence ?? (error instanceof Error ? error.message : String(error))}`);
  process.exit(sentence === null ? 1 : 2);
}

function printTable(report: SmokeReport): void {
  const { leftOut, second, ...rest } = report;
  const rows: [string, unknown][] = [
    ...Object.entries(rest),
    ...Object.entries(leftOut).map(([reason, count]): [string, unknown] => [`left out: ${reason}`, count]),
    ...Object.entries(second).map(([name, count]): [string, unknown] => [`second broadcast: ${name}`, count]),
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(36)}${String(value)}`);
}
