import { parseArgs } from 'node:util';
import { channelCredits } from '../../domain/attribution/channel-credits.ts';
import { fitMarkov } from '../../domain/attribution/markov.ts';
import { defaultModelSettings, Model } from '../../domain/attribution/model.ts';
import { readCountedPaths } from './counted-paths.ts';

/** `npm run conformance -- attribution FILE.csv [--json]`: what each model gives each channel of a file of counted paths. */
export async function attribution(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const [file] = positionals;
  if (!file) {
    console.error('Usage: npm run conformance -- attribution FILE.csv [--json]');
    process.exit(2);
  }
  const began = performance.now();
  // What came without any touch is nobody's.
  const paths = (await readCountedPaths(file)).filter(({ channels }) => channels.length > 0);
  const markov = fitMarkov(paths);
  const settings = defaultModelSettings;
  const credits = Model.options.map((model) => [model, channelCredits(model, { paths, settings, markov })] as const);
  const result = {
    models: Object.fromEntries(credits.map(([model, byChannel]) => [model, Object.fromEntries(byChannel)])),
    totals: Object.fromEntries(credits.map(([model, byChannel]) => [model, sum([...byChannel.values()])])),
    paths: paths.length,
    conversions: sum(paths.map((path) => path.conversions)),
    nulls: sum(paths.map((path) => path.nulls)),
    baseline: markov.baseline,
    removalEffects: Object.fromEntries(markov.effects),
    seconds: Math.round(performance.now() - began) / 1000,
  };
  if (values.json) console.log(JSON.stringify(result));
  else printTable(result);
  const isWhole = Object.values(result.totals).every((total) => Math.abs(total - result.conversions) <= 1e-6 * total);
  if (!isWhole) process.exitCode = 1;
}

interface Result {
  models: Record<string, Record<string, number>>;
  totals: Record<string, number>;
  removalEffects: Record<string, number>;
  paths: number;
  conversions: number;
  nulls: number;
  baseline: number;
  seconds: number;
}

function printTable({ models, totals, removalEffects, ...figures }: Result): void {
  const channels = Object.keys(removalEffects).sort((a, b) => (models.linear?.[b] ?? 0) - (models.linear?.[a] ?? 0));
  const row = (channel: string): [string, Record<string, number>] => [
    channel,
    {
      ...Object.fromEntries(
        Object.entries(models).map(([model, credits]) => [model, rounded(credits[channel] ?? 0, 4)]),
      ),
      'removal effect': rounded(removalEffects[channel] ?? 0, 6),
    },
  ];
  const total = Object.fromEntries(Object.entries(totals).map(([model, sum]) => [model, rounded(sum, 4)]));
  console.table({ ...Object.fromEntries(channels.map(row)), total });
  console.log(
    `${figures.paths} paths, ${figures.conversions} conversions, ${figures.nulls} without; ` +
      `P(conversion) ${figures.baseline.toFixed(10)}; ${figures.seconds} s`,
  );
  console.log('The file has no dates: touches are taken a day apart, and neither lead nor opportunity has a moment.');
}

const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
