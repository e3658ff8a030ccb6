import { gunzipSync, gzipSync } from 'node:zlib';
import type { ScoringModel } from './model.ts';

/** A model with its trees, packed: what reasons are worked out from, and what a later model is compared with. */
export function packModel(model: ScoringModel): Uint8Array {
  return gzipSync(JSON.stringify(model));
}

/** Reads a packed model. */
export function unpackModel(packed: Uint8Array): ScoringModel {
  return JSON.parse(gunzipSync(packed).toString('utf8')) as ScoringModel;
}
