import { readdir, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { classifyMail } from '../../domain/inbound/classify.ts';
import type { RecipientVerdict } from '../../domain/inbound/judge.ts';
import { isBounce } from '../../domain/inbound/reasons.ts';
import { readMime } from '../../mail/inbound/read-mime.ts';
import { printReport } from '../send/report.ts';

const label = z.object({
  file: z.string(),
  recipients: z.array(z.object({ status: z.string(), reply: z.string(), reason: z.string(), hard: z.boolean() })),
});
type Label = z.infer<typeof label>;

/** One recipient of a labelled mail beside the verdict on it; null where one side knows of no such recipient. */
interface Pair {
  file: string;
  expected: Label['recipients'][number] | null;
  found: RecipientVerdict | null;
}

/**
 * `npm run conformance -- bounces DIR [--half open|kept] [--json]`: classifies the labelled mails of a directory (labels.json, mail/*.eml)
 * and compares each recipient in order, over all and for each family of mail systems by itself (by the file's name). `--half` takes one half by a hash of the file's name: rules are written by looking at `open` only.
 */
export async function bounces(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { half: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [directory] = positionals;
  if (!directory || !['open', 'kept', undefined].includes(values.half)) {
    console.error('Usage: npm run conformance -- bounces DIR [--half open|kept] [--json]');
    process.exit(2);
  }
  const labels = z.array(label).parse(JSON.parse(await readFile(join(directory, 'labels.json'), 'utf8')));
  const present = new Set(await readdir(join(directory, 'mail')));
  const chosen = labels.filter(({ file }) => present.has(file) && (!values.half || halfOf(file) === values.half));
  const pairs: Pair[] = [];
  for (const { file, recipients } of chosen) {
    const { recipients: found } = classifyMail(readMime(await readFile(join(directory, 'mail', file))));
    const rows = Math.max(recipients.length, found.length);
    for (let row = 0; row < rows; row += 1)
      pairs.push({ file, expected: recipients[row] ?? null, found: found[row] ?? null });
  }
  printReport(values.json, { files: chosen.length, ...figuresOf(pairs) });
}

/** Which half a file belongs to: half of the corpus stays unseen while rules are written. */
function halfOf(file: string): 'open' | 'kept' {
  return createHash('sha256').update(file).digest()[0]! % 2 === 0 ? 'open' : 'kept';
}

function isRight({ expected, found }: Pair): boolean {
  return expected !== null && found !== null && expected.hard === (found.kind === 'hard');
}

function hasReason({ expected, found }: Pair): boolean {
  return expected?.reason === found?.reason;
}

function shareOf(pairs: readonly Pair[], is: (pair: Pair) => boolean): number {
  return pairs.filter(is).length / pairs.length;
}

/** The figures of each family: a rule that helps one provider alone shows here. */
function familiesOf(pairs: readonly Pair[]): Record<string, { recipients: number; hard: number; reason: number }> {
  const familyOf = ({ file }: Pair) => file.replace(/-\d+\.eml$/, '');
  return Object.fromEntries(
    [...new Set(pairs.map(familyOf))].map((family) => {
      const own = pairs.filter((pair) => familyOf(pair) === family);
      return [family, { recipients: own.length, hard: shareOf(own, isRight), reason: shareOf(own, hasReason) }];
    }),
  );
}

function figuresOf(pairs: readonly Pair[]): Record<string, unknown> {
  const falseBounces = pairs.filter(
    ({ expected, found }) =>
      found !== null &&
      isBounce(found.kind) &&
      ['feedback', 'vacation', 'delivered'].includes(expected?.reason ?? 'delivered'),
  );
  const mistakes = pairs
    .filter((pair) => !isRight(pair) || pair.expected?.reason !== pair.found?.reason)
    .map(
      ({ file, expected, found }) =>
        `${file}: ${expected?.reason ?? 'nobody'}${expected?.hard ? '!' : ''} → ${found ? `${found.reason}${found.kind === 'hard' ? '!' : ''} (${found.kind})` : 'nobody'}`,
    );
  return {
    recipients: pairs.length,
    hardAccuracy: shareOf(pairs, isRight),
    falseBounces: falseBounces.length,
    reasonMacroF1: macroF1(pairs),
    reasonAccuracy: shareOf(pairs, hasReason),
    families: familiesOf(pairs),
    mistakes,
  };
}

/** The mean over the reasons that occur in the labels of each one's F1. */
function macroF1(pairs: readonly Pair[]): number {
  const reasons = [...new Set(pairs.flatMap(({ expected }) => expected?.reason ?? []))];
  const scores = reasons.map((reason) => {
    const labelled = pairs.filter(({ expected }) => expected?.reason === reason).length;
    const named = pairs.filter(({ found }) => found?.reason === reason).length;
    const both = pairs.filter(({ expected, found }) => expected?.reason === reason && found?.reason === reason).length;
    return (2 * both) / (labelled + named);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
