import { parseArgs } from 'node:util';
import { measureNodemailer, measureSender, measureSigning, sampleDkimKey } from './measure.ts';
import { startSink } from './sink.ts';
import { sayFaults, wholeNumber } from '../command.ts';

sayFaults();

// The sender alone, without database or workflows: `node --import tsx bench/sender/run.ts --messages 20000 [--dkim] [--plain]`; `--plain`: to a
// server without CHUNKING.
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '20000' },
    dkim: { type: 'boolean', default: false },
    plain: { type: 'boolean', default: false },
  },
});
const count = wholeNumber(values, 'messages');
const sink = await startSink({ chunking: !values.plain });
await measureSender(sink.url, 2_000);
const sender = await measureSender(sink.url, count, values.dkim ? [sampleDkimKey()] : []);
const report = await sink.report();
const nodemailer = await measureNodemailer(sink.url, Math.min(count, 5_000));
const result: Record<string, unknown> = {
  sender,
  nodemailer,
  cpuShareOfNodemailer: sender.cpuSecondsPer10k / nodemailer.cpuSecondsPer10k,
  bytesPerMessage: report.bytes / report.messages,
};
if (values.dkim) {
  const { signsPerCpuSecond } = await measureSigning();
  result['signsPerCpuSecond'] = signsPerCpuSecond;
  result['shareOfSignRate'] = 10_000 / sender.cpuSecondsPer10k / signsPerCpuSecond;
}
console.log(JSON.stringify(result, null, 2));
await sink.stop();
