import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateAuth } from '../../api/auth/migrate.ts';
import { freePort } from '../../bin/embedded/port.ts';
import { startPostgres } from '../../bin/embedded/postgres.ts';
import { migrate } from '../../db/migrate.ts';
import { createTestApi } from '../../test/api.ts';
import { castOf } from '../../test/came-back/acts.ts';
import { createPlay, listSecond } from '../../test/came-back/play.ts';
import { changedTables, differences, readCounters, readFates, snapshot } from '../../test/came-back/table.ts';
import { createTestStage } from '../../test/stage.ts';
import { closeDrip } from '../../workflows/drips/messages.ts';

/** What came of a broadcast of which mail came back in every way, and then once more; all but what is counted of people, mails, time and scores must be 0 or empty. */
export interface EndToEndResult {
  people: number;
  /** Mails and calls that came back, the first time. */
  cameBack: number;
  seconds: number;
  /** The same for what came back once more. */
  repeatSeconds: number;
  missing: number;
  wrong: number;
  doubled: number;
  /** Scores that were compared, and those of them that had moved. */
  scored: number;
  moved: number;
  /** Messages that arrived twice. */
  duplicates: number;
  /** The first of what is not as the script has it. */
  differences: unknown[];
  /** Tables that changed as everything came back once more. */
  changedByRepeat: string[];
  /** People who got the drip's next message and should not have, or the other way round. */
  dripMistakes: number;
}

/** Plays the script of test/came-back with so many people (rounded up to 200s), on a Postgres, a Temporal server and a mail server of its own. */
export async function playEndToEnd(people: number): Promise<EndToEndResult> {
  const directory = await mkdtemp(join(tmpdir(), 'salescompass-bench-inbound-'));
  const server = await startPostgres({ directory, port: await freePort(), persistent: false });
  try {
    await server.createDatabase('template_migrated');
    await migrate(server.url('template_migrated'));
    await migrateAuth(server.url('template_migrated'));
    return await playOn(server.url('postgres'), Math.ceil(people / 200) * 200);
  } finally {
    await server.stop();
  }
}

async function playOn(postgresUrl: string, people: number): Promise<EndToEndResult> {
  const stage = await createTestStage({ postgresUrl });
  const { keyRing, database, sink } = stage;
  const api = await createTestApi(database, { keyRing, temporalAddress: stage.env.address });
  const cast = castOf(people);
  const play = await createPlay(stage, { api, cast });
  try {
    const seconds = await timed(play.perform);
    const fates = await readFates(database.owner, play);
    const found = differences(cast, { fates, counters: await readCounters(database.owner, play) });
    const scores = [...fates.values()].filter(({ score }) => score !== 'none');
    const before = await snapshot(database.owner, play.tenantId);
    const repeatSeconds = await timed(play.repeat);
    const changedByRepeat = changedTables(before, await snapshot(database.owner, play.tenantId));
    await play.drip.signal(closeDrip);
    await play.drip.result();
    const staying = new Set(cast.filter(({ fate }) => fate.drip === 'active').map(({ email }) => email));
    const second = await listSecond(stage, play);
    const right = second.filter((email) => staying.has(email)).length;
    const count = (word: string) => found.filter(({ is }) => is === word).length;
    return {
      ...{ people, cameBack: play.cameBack(), seconds, repeatSeconds },
      ...{ missing: count('missing'), wrong: count('wrong'), doubled: count('doubled') },
      ...{ scored: scores.length, moved: scores.filter(({ moves }) => moves.length > 0).length },
      duplicates: (await sink.report()).duplicates.length,
      ...{ differences: found.slice(0, 10), changedByRepeat, dripMistakes: second.length + staying.size - 2 * right },
    };
  } finally {
    await play.close();
    await api.close();
    await stage.close();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round((performance.now() - start) / 100) / 10;
}
