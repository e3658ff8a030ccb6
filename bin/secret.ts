import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dropKey, formatKeyRing, parseKeyRing, rotateKeyRing, type KeyRing } from '../domain/key-ring.ts';
import { resealAll } from './reseal.ts';
import { run } from './run.ts';

// npm run secret               a new current key: prints the ring for SECRET_KEY, or rotates the local one in .data/secret
// npm run secret -- --reseal   seals with the current key what older keys sealed (reads DATABASE_URL and SECRET_KEY);
//                              what does not open is named and left as it is, and the exit code is 1
// npm run secret -- --drop 1   takes key 1 out of the ring, after it leaked
//
// Old keys stay until they are dropped: unsubscribe links in mail that was sent must work for as long as it is read.

const dataFolder = process.env.DATA_DIR ?? '.data';
/** What cannot be opened is named, so many of it. */
const mostNamed = 50;
const localFile = join(dataFolder, 'secret');

await run(async () => {
  const { values } = parseArgs({ options: { reseal: { type: 'boolean' }, drop: { type: 'string' } } });
  const isLocal = !process.env.SECRET_KEY && existsSync(localFile);
  const text = process.env.SECRET_KEY || (isLocal ? await readFile(localFile, 'utf8') : '');
  const ring = text.trim() === '' ? null : parseKeyRing(text.trim());
  if (values.reseal) return reseal(ring);
  const next =
    values.drop === undefined ? rotateKeyRing(ring, randomBytes(32)) : dropKey(required(ring), Number(values.drop));
  if (isLocal) await replaceLocal(next);
  else console.log(formatKeyRing(next));
  if (ring) console.error(advice(isLocal, values.drop));
});

async function reseal(ring: KeyRing | null): Promise<void> {
  const url = process.env.DATABASE_URL || (await localOwnerUrl());
  const { count, unopened } = await resealAll(url, required(ring));
  if (count > 0) console.log(`Sealed again with the current key: ${count}.`);
  else if (unopened.length === 0) console.log('Everything is sealed with the current key.');
  if (unopened.length === 0) return;
  console.error(
    `Not opened, and left as it is: ${unopened.length}. Put its key back into SECRET_KEY and run this again.`,
  );
  for (const line of unopened.slice(0, mostNamed)) console.error(`  ${line}`);
  if (unopened.length > mostNamed) console.error(`  and ${unopened.length - mostNamed} more`);
  process.exitCode = 1;
}

function required(ring: KeyRing | null): KeyRing {
  if (ring) return ring;
  throw new Error(`There is no ring: set SECRET_KEY, or run this where npm start has made ${localFile}.`);
}

/** Written beside and renamed, so that a crash leaves the old ring or the new one. */
async function replaceLocal(ring: KeyRing): Promise<void> {
  await writeFile(`${localFile}.new`, `${formatKeyRing(ring)}\n`, { mode: 0o600 });
  await rename(`${localFile}.new`, localFile);
}

/** The database of a local installation, which must be running. */
async function localOwnerUrl(): Promise<string> {
  const file = join(dataFolder, 'postgres', 'password');
  if (!existsSync(file)) throw new Error('Set DATABASE_URL, or run this where npm start runs.');
  const password = (await readFile(file, 'utf8')).trim();
  return `postgres://salescompass_owner:${password}@127.0.0.1:${process.env.POSTGRES_PORT ?? 5433}/salescompass`;
}

function advice(isLocal: boolean, dropped: string | undefined): string {
  const where = isLocal
    ? `${localFile} is rotated. Start again (npm start)`
    : 'Set it as SECRET_KEY of every process and start them again';
  const then = 'then run `npm run secret -- --reseal` once.';
  return dropped === undefined
    ? `${where}, ${then}`
    : `${where}. What only key ${dropped} signed (links in mail, sessions) is refused from then on.`;
}
