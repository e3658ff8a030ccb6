import { parseArgs } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { randomFrom } from '../domain/random.ts';
import type { Labelled } from '../models/boosting/boost.ts';
import type { Feature, Table } from '../models/boosting/feature.ts';
import { exportModel, graphNames } from '../models/onnx/export.ts';
import { openScorer } from '../models/onnx/scorer.ts';
import { trainModel, usualSettings } from '../models/scoring/train.ts';
import { scoreFromPostgres } from './scoring/from-postgres.ts';
import { printReport } from './send/report.ts';
import { sayFaults, wholeNumber } from './command.ts';

sayFaults();

/**
 * `npm run bench:scoring -- [--rows 100000] [--features 40] [--people 100000] [--json]`: how long it takes to train on made-up leads, how many
 * rows a second are scored in batches, beside the bare runtime that is given the same batches ready made, and how long it takes to score
 * so many people from the database and write it down; `--people 0` leaves that out.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    features: { type: 'string', default: '40' },
    people: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
});
const [rows, width] = [wholeNumber(values, 'rows'), wholeNumber(values, 'features')];
const people = wholeNumber(values, 'people', 0);
const { features, labelled } = makeUp(rows, width);

const began = performance.now();
const model = trainModel(features, labelled, usualSettings);
const trainSeconds = (performance.now() - began) / 1000;
const file = exportModel(model);
const scorer = await openScorer(file);
const bare = await bareRuntime(file);
const sample: Table = { rows: 20_000, columns: labelled.table.columns.map((column) => column.slice(0, 20_000)) };
const ready = await bare.prepare(sample);
// By turns, so that a machine that gets slower or faster does so for both.
const [ours, theirs]: [number[], number[]] = [[], []];
for (let round = 0; round < 6; round++) {
  ours.push(await rateOf(() => scorer.score(sample)));
  theirs.push(await rateOf(() => bare.run(ready)));
}
const single: number[] = [];
const one: Table = { rows: 1, columns: sample.columns.map((column) => column.slice(0, 1)) };
for (let at = 0; at < 500; at++) {
  const start = performance.now();
  await scorer.score(one);
  single.push(performance.now() - start);
}
single.sort((a, b) => a - b);
const [rowsPerSecond, bareRowsPerSecond] = [Math.max(...ours), Math.max(...theirs)];
const report = {
  rows,
  features: width,
  trees: model.ensemble.trees.length,
  trainSeconds,
  rowsPerSecond: Math.round(rowsPerSecond),
  bareRowsPerSecond: Math.round(bareRowsPerSecond),
  shareOfBare: rowsPerSecond / bareRowsPerSecond,
  oneRowP50Ms: single[250]!,
  oneRowP95Ms: single[475]!,
  peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
};
const fromPostgres = people > 0 ? await scoreFromPostgres({ people, events: people * 10 }) : null;
printReport(values.json, { ...report, ...(fromPostgres ? { fromPostgres } : {}) });
if (fromPostgres && people <= 100_000 && Math.max(fromPostgres.firstSeconds, fromPostgres.againSeconds) > 60)
  process.exitCode = 1;
if (report.shareOfBare < 0.8 || (rows <= 100_000 && width <= 40 && trainSeconds > 120)) process.exitCode = 1;
await scorer.close();
await bare.close();

async function rateOf(score: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await score();
  return (sample.rows * 1000) / (performance.now() - start);
}

/** The runtime itself, with tensors that were made before the clock runs. */
async function bareRuntime(model: Uint8Array) {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return {
    close: () => session.release(),
    prepare: ({ rows, columns }: Table) =>
      Array.from({ length: rows / 1000 }, (_, batch) => {
        const data = new Float32Array(1000 * columns.length);
        for (let at = 0; at < data.length; at++) {
          data[at] = columns[at % columns.length]![batch * 1000 + Math.floor(at / columns.length)]!;
        }
        return new Tensor('float32', data, [1000, columns.length]);
      }),
    run: async (batches: Tensor[]) => {
      for (const batch of batches) await session.run({ [graphNames.input]: batch });
    },
  };
}

/** Leads of which a third of the features are categories, a tenth of the values missing, and a few features tell something. */
function makeUp(rows: number, width: number): { features: Feature[]; labelled: Labelled } {
  const random = randomFrom(42);
  const features = Array.from({ length: width }, (_, at): Feature =>
    at % 3 === 2
      ? {
          kind: 'category',
          name: `c${at}`,
          levels: Array.from({ length: 12 }, (_, level) => `l${level}`),
          hasRest: true,
        }
      : { kind: 'number', name: `n${at}` },
  );
  const columns = features.map(({ kind }) =>
    Float32Array.from({ length: rows }, () =>
      random() < 0.1 ? NaN : kind === 'category' ? 1 + Math.floor(random() * 13) : random() * 100,
    ),
  );
  const outcomes = Uint8Array.from({ length: rows }, (_, row) => {
    let margin = -1;
    for (let at = 0; at < Math.min(12, width); at++) {
      const value = columns[at]![row]!;
      if (value !== value) continue;
      margin += features[at]!.kind === 'category' ? (value % 4 === 0 ? 0.8 : -0.2) : (value - 50) / 60;
    }
    return random() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
  });
  return { features, labelled: { table: { rows, columns }, outcomes } };
}
