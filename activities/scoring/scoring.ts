import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { hasPeople, listScoredPeople, listUnscored } from '../../db/queries/scoring/person-scores.ts';
import { insertDrift } from '../../db/queries/scoring/drifts.ts';
import { findModelFile, findModelIn, type ModelRow } from '../../db/queries/scoring/models.ts';
import { areScoresAsked, deleteAskedScores, listAskedScores } from '../../db/queries/scoring/work.ts';
import type { ScoringRef } from '../../workflows/scoring/scoring.ts';
import type { ActivityDeps } from '../deps.ts';
import { tallyDrift } from './drift-tally.ts';
import type { OpenModels } from './open-models.ts';
import { scoreBatch, type Scoring } from './batch.ts';
import { pagesOfPeople } from './pages.ts';
import { wakeTrainingOf } from '../tenants/wake-neglected.ts';

/** People in one transaction. */
const batchSize = 1000;

/** Batches that are worked on side by side: while the database reads one, another is scored. */
const lanes = 2;

/** A round of those who are asked for gives its slot back after this long. */
const roundSeconds = 60;

/** What a refresh of everybody did. */
export interface Refresh {
  people: number;
  /** What scored them: the champion or the rule, and the shadow. Another word means another model. */
  scoredBy: string;
}

/** What a round of those who did something did. */
export interface ScoringRound {
  people: number;
  /** Nobody is asked for any more. */
  isDone: boolean;
  scoredBy: string;
  /** There is anybody to be scored at all. */
  hasPeople: boolean;
}

/** The activities of the workflow `scoring`. */
export type ScoringActivities = ReturnType<typeof createScoringActivities>;

/** Makes the activities that keep the scores of people. */
export function createScoringActivities(
  { database, temporal, log }: Pick<ActivityDeps, 'database' | 'temporal' | 'log'>,
  models: OpenModels,
) {
  const inTenant = <T>({ tenantId }: ScoringRef, work: (db: TenantDb) => Promise<T>) =>
    withTenant(database.db, tenantId, work);
  /** Whoever decides on models hears that there is something to decide on; where Temporal does not pass it on, the next look of theirs sees it. */
  const tell = (tenantId: string) =>
    wakeTrainingOf(temporal, tenantId).catch((error: unknown) => {
      log.warn({ tenant: tenantId, err: error }, 'the training workflow could not be woken; it looks once a day');
    });
  return {
    /** Scores everybody as they are known at `now`, and says how far scores have moved since the champion was trained. */
    async refreshScores({ now, ...ref }: ScoringRef & { now: string }): Promise<Refresh> {
      const at = new Date(now);
      const scoring = await inTenant(ref, (db) => loadScoring(db, models));
      const { champion } = scoring;
      const file = champion && (await inTenant(ref, (db) => findModelFile(db, champion.id)));
      const tally = file ? tallyDrift(file.baseline) : null;
      const nextPage = pagesOfPeople({ limit: batchSize, inTenant: (work) => inTenant(ref, work) });
      let people = 0;
      const lane = async (): Promise<void> => {
        for (;;) {
          cancellationSignal().throwIfAborted();
          const page = await nextPage();
          if (page.length === 0) return;
          const { leads } = await inTenant(ref, (db) => scoreBatch(db, { people: page, now: at, scoring }));
          tally?.add(leads);
          people += page.length;
          heartbeat(people);
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      const drift = tally?.drift();
      if (champion && drift) await inTenant(ref, (db) => insertDrift(db, { at, modelId: champion.id, ...drift }));
      log.debug({ tenant: ref.tenantId, people }, 'everybody was scored');
      if (people > 0 && (scoring.shadow || drift?.score.level === 'act')) await tell(ref.tenantId);
      return { people, scoredBy: wordFor(scoring) };
    },

    /** Scores those who did something and those whom nobody scored yet, batch by batch, for a minute at most. */
    async scoreAsked({ now, ...ref }: ScoringRef & { now: string }): Promise<ScoringRound> {
      const until = Date.now() + roundSeconds * 1000;
      const scoring = await inTenant(ref, (db) => loadScoring(db, models));
      for (let people = 0; ;) {
        const done = await inTenant(ref, (db) => scoreSome(db, { now: new Date(now), scoring }));
        people += done;
        heartbeat(people);
        if (done > 0 && Date.now() < until && !cancellationSignal().aborted) continue;
        return inTenant(ref, async (db) => ({
          people,
          isDone: !(await areScoresAsked(db)),
          scoredBy: wordFor(scoring),
          hasPeople: await hasPeople(db),
        }));
      }
    },
  };
}

/** What scores a tenant's people at the moment. */
export async function loadScoring(db: TenantDb, models: OpenModels): Promise<Scoring> {
  const [champion, shadow] = [await findModelIn(db, 'champion'), await findModelIn(db, 'shadow')];
  return {
    champion: champion ? { ...named(champion), model: await models.get(db, champion.id) } : null,
    shadow: shadow ? { ...named(shadow), model: await models.get(db, shadow.id) } : null,
  };
}

const named = ({ id, version }: ModelRow) => ({ id, version });

const wordFor = ({ champion, shadow }: Scoring): string =>
  `${champion ? `model ${champion.version}` : 'the rule'}${shadow ? `, beside it model ${shadow.version}` : ''}`;

/** Scores the first of those who are asked for, else some who have no score yet; returns how many there were. */
async function scoreSome(db: TenantDb, { now, scoring }: { now: Date; scoring: Scoring }): Promise<number> {
  const asked = await listAskedScores(db, batchSize);
  if (asked.length === 0) {
    const people = await listUnscored(db, batchSize);
    return (await scoreBatch(db, { people, now, scoring })).scored;
  }
  const people = await listScoredPeople(
    db,
    asked.map(({ personId }) => personId),
  );
  await scoreBatch(db, { people, now, scoring });
  await deleteAskedScores(db, asked);
  return asked.length;
}
