import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { compare, type Taken } from '../../domain/content-items/measure.ts';
import { detectDelimiter } from '../../domain/imports/csv-format.ts';
import { CsvReader } from '../../domain/imports/csv-reader.ts';
import { printReport } from '../send/report.ts';
import { InputFault } from '../command.ts';

const usage =
  'Usage: npm run conformance -- content FILE [--split random|time] [--share 0.2] [--seed 1] [--min-rating 0] [--json]';

/**
 * `npm run conformance -- content FILE [--split random|time] [--share 0.2] [--seed 1] [--min-rating 0] [--json]`: hides a part of who took what, at
 * random or the last by time, and recommends ten items to each from the rest by the product's own code. What nobody had before is not
 * asked for; people without anything hidden, or without anything left, are not counted. The file has user, item, rating and
 * timestamp in this order, with a header or without; without a timestamp it can be divided at random only. Ratings count from `--min-rating` on, all alike.
 */
export async function content(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      split: { type: 'string', default: 'random' },
      share: { type: 'string', default: '0.2' },
      seed: { type: 'string', default: '1' },
      'min-rating': { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  const split = values.split === 'time' ? 'time' : values.split === 'random' ? 'random' : null;
  const [share, seed] = [Number(values.share), Number(values.seed)];
  if (!file || !split || !(share > 0 && share < 1) || !Number.isInteger(seed)) {
    console.error(usage);
    process.exit(2);
  }
  const takings = await readTakings(file, {
    least: Number(values['min-rating']),
    split,
  });
  const started = performance.now();
  const found = compare(takings, { split, share, seed, most: 10 });
  printReport(values.json, {
    protocol: `${split === 'time' ? 'the last' : 'a random'} ${Math.round(share * 100)} % hidden, top 10, seen items left out, all ratings from ${values['min-rating']} on alike`,
    ...found,
    seconds: (performance.now() - started) / 1000,
  });
}

/** Rows of user, item, rating and time, in this order; a first line that is no numbers is a header. */
async function readTakings(file: string, { least, split }: { least: number; split: string }): Promise<Taken[]> {
  const text = await readFile(file, 'utf8');
  const rows = new CsvReader(detectDelimiter(text.slice(0, 10_000))).push(text, true).map(({ cells }) => cells);
  const hasHeader = rows[0]?.slice(2).every((cell) => cell !== '' && !Number.isFinite(Number(cell))) ?? false;
  const takings = rows.slice(hasHeader ? 1 : 0).flatMap(([user, item, rating = '', time = '']): Taken[] => {
    const at = Number.isFinite(Number(time)) ? Number(time) : Date.parse(time);
    return user && item && (rating === '' || Number(rating) >= least) ? [{ user, item, at }] : [];
  });
  if (takings.length === 0) throw new InputFault(`${file} has no rows of user, item, rating and timestamp`);
  if (split === 'time' && takings.every(({ at }) => at === takings[0]!.at))
    throw new InputFault(`${file} has no times by which it could be divided`);
  return takings;
}
