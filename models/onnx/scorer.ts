import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Table } from '../boosting/feature.ts';
import { graphNames } from './export.ts';

/** Scores rows by a model file. */
export interface Scorer {
  /** The chance of each row, and its margin before the calibration. */
  score: (table: Table) => Promise<{ chances: Float32Array; margins: Float32Array }>;
  close: () => Promise<void>;
}

/** Rows that the runtime is given at once: enough to be fast, little enough to stay in the cache. */
const batchRows = 1000;

/** Opens a model file. One thread: on two cores two of them were half as fast, and the other core serves somebody else. */
export async function openScorer(model: Uint8Array): Promise<Scorer> {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return {
    close: () => session.release(),
    score: async ({ rows, columns }) => {
      const [chances, margins] = [new Float32Array(rows), new Float32Array(rows)];
      for (let start = 0; start < rows; start += batchRows) {
        const size = Math.min(batchRows, rows - start);
        const features = new Tensor('float32', byRow(columns, start, size), [size, columns.length]);
        const output = await session.run({ [graphNames.input]: features });
        chances.set(output[graphNames.chance]!.data as Float32Array, start);
        margins.set(output[graphNames.margin]!.data as Float32Array, start);
      }
      return { chances, margins };
    },
  };
}

function byRow(columns: readonly Float32Array[], start: number, size: number): Float32Array {
  const width = columns.length;
  const values = new Float32Array(size * width);
  for (const [at, column] of columns.entries()) {
    for (let row = 0; row < size; row++) values[row * width + at] = column[start + row]!;
  }
  return values;
}
