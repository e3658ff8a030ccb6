import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { createModelTrainingActivities } from '../../activities/scoring/model-training.ts';
import { keepModelsOpen } from '../../activities/scoring/open-models.ts';
import { createScoringActivities } from '../../activities/scoring/scoring.ts';
import { freePort } from '../../bin/embedded/port.ts';
import { startPostgres } from '../../bin/embedded/postgres.ts';
import { openDatabase, withTenant, type Database } from '../../db/connection.ts';
import { migrate } from '../../db/migrate.ts';
import { insertCandidate } from '../../db/queries/scoring/model-course.ts';
import { unheard } from '../../test/unheard.ts';
import { fillTenant } from '../segments/fill.ts';

/** How long it takes to learn from an organisation's people, and to score all of them and write it down. */
export interface FromPostgres {
  people: number;
  events: number;
  learnSeconds: number;
  /** The first time, when nobody has a score yet. */
  firstSeconds: number;
  /** The next day, over what stands there. */
  againSeconds: number;
  peoplePerSecond: number;
}

/** Scores people of a database made for it, as the application's role, by the activities of the product. */
export async function scoreFromPostgres({ people, events }: { people: number; events: number }): Promise<FromPostgres> {
  const server = await startPostgres({
    directory: await mkdtemp(join(tmpdir(), 'salescompass-bench-scoring-')),
    port: await freePort(),
    persistent: false,
    settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
  });
  try {
    await server.createDatabase('bench');
    await migrate(server.url('bench'));
    const owner = openDatabase({ url: server.url('bench'), connections: 1 });
    const app = openDatabase({ url: server.url('bench'), role: 'salescompass_app', connections: 4 });
    for (let ago = 0; ago <= 12; ago++)
      await owner.sql`call ensure_engagement_partition((now() - make_interval(months => ${ago}::int))::date)`;
    const { tenantId } = await fillTenant(owner, { people, events });
    await convertSome(owner, tenantId);
    const figures = await measure({ app, owner, tenantId });
    await Promise.all([owner.close(), app.close()]);
    const peoplePerSecond = Math.round(people / figures.againSeconds);
    return { people, events, ...figures, peoplePerSecond };
  } finally {
    await server.stop();
  }
}

/** Some were converted within weeks, more of them on a better plan. */
async function convertSome(owner: Database, tenantId: string): Promise<void> {
  await owner.sql`
    update people p set kind = 'contact', converted_at = p.created_at + interval '25 days'
    from person_attributes a
    where p.tenant_id = ${tenantId} and a.tenant_id = p.tenant_id and a.person_id = p.id and p.created_at < now() - interval '30 days'
      and hashtext(p.id::text) % 100 between 0 and case a.text01 when 'pro' then 20 else 4 end`;
  await owner.sql`vacuum analyze people`;
}

async function measure({ app, owner, tenantId }: { app: Database; owner: Database; tenantId: string }) {
  const log = pino({ level: 'silent' });
  const training = createModelTrainingActivities({ database: app, log });
  const scoring = createScoringActivities({ database: app, temporal: unheard, log }, keepModelsOpen());
  const now = new Date();
  const run = <I, O>(activity: (input: I) => Promise<O>, input: I): Promise<O> =>
    new MockActivityEnvironment().run(activity, input) as Promise<O>;
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
  };
  await withTenant(app.db, tenantId, (db) => insertCandidate(db, { cause: 'asked', nowIso: now.toISOString() }));
  const learnSeconds = await timed(() => run(training.trainCandidate, { tenantId, now: now.toISOString() }));
  // Whether it is any good is not the question here.
  await owner.sql`update scoring_models set state = 'champion' where tenant_id = ${tenantId}`;
  const score = (day: number) =>
    timed(() =>
      run(scoring.refreshScores, { tenantId, now: new Date(now.getTime() + day * 24 * 3600_000).toISOString() }),
    );
  return { learnSeconds, firstSeconds: await score(0), againSeconds: await score(1) };
}
