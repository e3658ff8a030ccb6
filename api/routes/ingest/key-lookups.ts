import { withTenant } from '../../../db/connection.ts';
import { useWriteKey, type UsableKey } from '../../../db/queries/ingest/write-keys.ts';
import type { ApiDeps } from '../../deps.ts';
import { readWriteKeyText } from './write-key-text.ts';

/** How long a key is taken to be as it was: so long at most does a revoked one go on working. */
const keptMs = 5000;
const mostKept = 10_000;

/** Finds the key of a text, kept in memory for some seconds: one that is used thousands of times a second is looked up once. */
export function createKeyLookups({ database }: Pick<ApiDeps, 'database'>): (text: string) => Promise<UsableKey | null> {
  const kept = new Map<string, { until: number; found: Promise<UsableKey | null> }>();
  return (text) => {
    const known = kept.get(text);
    if (known && known.until > Date.now()) return known.found;
    const read = readWriteKeyText(text);
    if (!read) return Promise.resolve(null);
    const found = withTenant(database.db, read.tenantId, (db) => useWriteKey(db, read.hash)).then((key) => key ?? null);
    kept.delete(text);
    kept.set(text, { until: Date.now() + keptMs, found });
    if (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
    found.catch(() => kept.delete(text));
    return found;
  };
}
