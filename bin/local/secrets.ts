import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatKeyRing, rotateKeyRing } from '../../domain/key-ring.ts';

/** The key ring of a local installation, made at the first start and kept in the data folder, readable by its owner alone. */
export function localKeyRing(folder: string): Promise<string> {
  return kept(join(folder, 'secret'), () => formatKeyRing(rotateKeyRing(null, randomBytes(32))));
}

/** The password of the login that API and worker use on the local database. */
export function localLoginPassword(folder: string): Promise<string> {
  return kept(join(folder, 'database-login'), () => randomBytes(24).toString('base64url'));
}

async function kept(file: string, make: () => string): Promise<string> {
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const text = make();
  await writeFile(file, `${text}\n`, { mode: 0o600 });
  return text;
}
