import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  announceKey,
  dropKey,
  formatKeyRing,
  parseKeyRing,
  rotateKeyRing,
  useKey,
  type KeyRing,
} from '../domain/key-ring.ts';
import { resealAll } from './reseal.ts';
import { run } from './run.ts';

// npm run secret               a new current key: prints the ring for SECRET_KEY, or rotates the local one in .data/secret
// npm run secret -- --announce a new key that verifies and opens and signs nothing yet: for processes that are not all restarted at once
// npm run secret -- --use 2    key 2 signs and seals from now on, once every process knows it
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
  const { values } = parseArgs({
    options: {
      reseal: { type: 'boolean' },
      announce: { type: 'boolean' },
      use: { type: 'string' },
      drop: { type: 'string' },
    },
  });
  if (Object.keys(values).length > 1) throw new Error('One step at a time: --announce, --use N, --reseal or --drop N.');
  const isLocal = !process.env.SECRET_KEY && existsSync(localFile);
  const text = process.env.SECRET_KEY || (isLocal ? await readFile(localFile, 'utf8') : '');
  const ring = text.trim() === '' ? null : parseKeyRing(text.trim());
  if (values.reseal) return reseal(ring);
  const next = changed(ring, values);
  if (isLocal) await replaceLocal(next);
  else console.log(formatKeyRing(next));
  if (ring) console.error(advice(isLocal, values, next));
});

interface Step {
  announce?: boolean;
  use?: string;
  drop?: string;
}

function changed(ring: KeyRing | null, { announce, use, drop }: Step): KeyRing {
  if (announce) return announceKey(required(ring), randomBytes(32));
  if (use !== undefined) return useKey(required(ring), Number(use));
  return drop === undefined ? rotateKeyRing(ring, randomBytes(32)) : dropKey(required(ring), Number(drop));
}

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

/** Written beside and renamed, so that a crash leaves the old ring or the new one; each beside its own, so that of two at once neither renames what the other still writes. */
async function replaceLocal(ring: KeyRing): Promise<void> {
  const beside = `${localFile}.${process.pid}.new`;
  await writeFile(beside, `${formatKeyRing(ring)}\n`, { mode: 0o600 });
  await rename(beside, localFile);
}

/** The database of a local installation, which must be running. */
async function localOwnerUrl(): Promise<string> {
  const file = join(dataFolder, 'postgres', 'password');
  if (!existsSync(file)) throw new Error('Set DATABASE_URL, or run this where npm start runs.');
  const password = (await readFile(file, 'utf8')).trim();
  return `postgres://salescompass_owner:${password}@127.0.0.1:${process.env.POSTGRES_PORT ?? 5433}/salescompass`;
}

function advice(isLocal: boolean, { announce, use, drop }: Step, { keys }: KeyRing): string {
  const where = isLocal
    ? `${localFile} is changed. Start again (npm start)`
    : 'Set it as SECRET_KEY of every process and start them again';
  if (announce) {
    const newest = Math.max(...keys.map(({ id }) => id));
    return `${where}. Key ${newest} signs nothing yet: when all of them know it, run \`npm run secret -- --use ${newest}\`.`;
  }
  if (drop !== undefined)
    return `${where}. What only key ${drop} signed (links in mail, sessions) is refused from then on.`;
  const rolling =
    use === undefined
      ? ' All at once: one that does not know the new key refuses what it signed; to go one by one, begin with `npm run secret -- --announce`.'
      : '';
  return `${where}, then run \`npm run secret -- --reseal\` once.${rolling}`;
}
