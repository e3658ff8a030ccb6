import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withTenant, type Database, type TenantDb } from '../../db/connection.ts';
import { clearPeople } from '../../db/queries/people/erasure.ts';
import { findScore, listScoreMoves, listScoredPeople } from '../../db/queries/scoring/person-scores.ts';
import { readFeatures } from '../../db/queries/scoring/person-features.ts';
import { findModel, findModelIn } from '../../db/queries/scoring/models.ts';
import { insertCandidate, markTrained, promoteShadow, stepBack } from '../../db/queries/scoring/model-course.ts';
import { writeScoringSettings } from '../../db/queries/scoring/settings.ts';
import { countOutcomes, listTrainingMoments } from '../../db/queries/scoring/training-moments.ts';
import { gradeOf } from '../../domain/scoring/grade.ts';
import { scoreSpread } from '../../domain/scoring/spread.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { newLeadHistory } from '../../test/factories/lead-history.ts';
import { newPerson, newTenant } from '../../test/factories/people.ts';
import { quickTraining } from '../../test/factories/scoring.ts';
import { unheard } from '../../test/unheard.ts';
import { createModelDecidingActivities } from './model-deciding.ts';
import { createModelTrainingActivities } from './model-training.ts';
import { keepModelsOpen } from './open-models.ts';
import { createScoringActivities } from './scoring.ts';

let database: TestDatabase;
let app: Database;
let tenantId: string;
const log = pino({ level: 'silent' });
const now = new Date();
const inTenant = <T>(work: (db: TenantDb) => Promise<T>, of = tenantId) => withTenant(app.db, of, work);

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  tenantId = await newTenant(database.owner);
  await newLeadHistory(database.owner, { tenantId, leads: 300, from: 400, to: 100 });
});
afterAll(() => database.drop());

const run = <A extends unknown[], R>(activity: (...args: A) => Promise<R>, ...args: A): Promise<R> =>
  new MockActivityEnvironment().run(activity, ...args) as Promise<R>;

async function learn(of = tenantId): Promise<string> {
  const training = createModelTrainingActivities({ database: app, log, training: quickTraining });
  await inTenant((db) => insertCandidate(db, { cause: 'asked', nowIso: now.toISOString() }), of);
  return (await run(training.trainCandidate, { tenantId: of, now: now.toISOString() }))!.modelId;
}

const score = (at: Date) => {
  const scoring = createScoringActivities({ database: app, temporal: unheard, log }, keepModelsOpen());
  return run(scoring.refreshScores, { tenantId, now: at.toISOString() });
};

it('looks at everybody while they were leads, and says no outcome before 90 days are over', async () => {
  const moments = await inTenant((db) => listTrainingMoments(db, { now, limit: 10_000 }));
  const people = await database.owner.sql<{ id: string; convertedAt: Date | null; createdAt: Date }[]>`
    select id, converted_at as "convertedAt", created_at as "createdAt" from people where tenant_id = ${tenantId}`;
  const byId = new Map(people.map((person) => [person.id, person]));
  const day = 24 * 3600_000;
  for (const { personId, asOf, converted } of moments) {
    const { convertedAt, createdAt } = byId.get(personId)!;
    expect(asOf >= createdAt && now.getTime() - asOf.getTime() >= 90 * day).toBe(true);
    expect(convertedAt === null || convertedAt > asOf).toBe(true);
    expect(converted).toBe(convertedAt !== null && convertedAt.getTime() - asOf.getTime() <= 90 * day);
  }
  expect(await inTenant((db) => listTrainingMoments(db, { now, limit: 10_000 }))).toEqual(moments);
  const { converted, lost } = await inTenant((db) => countOutcomes(db, now));
  const positive = new Set(moments.filter((moment) => moment.converted).map(({ personId }) => personId));
  expect(converted).toBe(positive.size);
  expect(lost).toBe(people.filter(({ convertedAt }) => convertedAt === null).length);
});

it('learns a model that does better than the rule, keeps its file, and scores people by it with reasons that add up', async () => {
  const id = await learn();
  expect(await inTenant((db) => findModel(db, id))).toMatchObject({ state: 'shadow' });
  const shadow = (await inTenant((db) => findModelIn(db, 'shadow')))!;
  expect(shadow).toMatchObject({ id, version: 1 });
  const card = shadow.card!;
  expect(card.quality.auc!).toBeGreaterThan(card.rule.auc!);
  expect(card.onnxParity).toBeLessThan(1e-5);
  expect(card.checks.every(({ isMet }) => isMet)).toBe(true);
  expect(card.features.slice(0, 3).map(({ feature }) => feature)).toContain('click.ever');
  expect(card.lift.at(-1)).toEqual({ share: 1, caught: 1 });
  expect(card.fairness.map(({ feature }) => feature)).toContain('person.leadSource');
  await score(new Date(now.getTime() - 60_000));
  await inTenant((db) => promoteShadow(db, { id, nowIso: now.toISOString(), reason: '' }));
  expect(await score(now)).toEqual({ people: 300, scoredBy: 'model 1' });
  const scores = await database.owner.sql<{ id: string; kind: string; chance: number | null; score: number }[]>`
    select p.id, p.kind, s.chance, s.score from person_scores s join people p on p.id = s.person_id where p.tenant_id = ${tenantId}`;
  expect(scores).toHaveLength(300);
  // That a model scores instead of the rule is told as that alone, and is no reason to do anything about anybody.
  const told = await database.owner.sql<{ cause: string; moved: object[] }[]>`
    select distinct cause, moved from person_score_history where tenant_id = ${tenantId}`;
  expect(told).toEqual([{ cause: 'scorer', moved: [] }]);
  const asked = await database.owner.sql`select 1 from next_action_work where tenant_id = ${tenantId}`;
  expect(asked).toHaveLength(0);
  // A contact is converted already.
  expect(scores.every(({ kind, chance }) => (kind === 'lead') === (chance !== null))).toBe(true);
  const lead = scores.filter(({ kind }) => kind === 'lead').sort((a, b) => b.score - a.score)[0]!;
  const kept = (await inTenant((db) => findScore(db, lead.id)))!;
  expect(kept).toMatchObject({ score: Math.round(kept.chance! * 100), grade: gradeOf(kept.chance!), modelId: id });
  expect(kept.reasons.length).toBeGreaterThan(0);
  expect(kept.reasons.every(({ text, points }) => text !== '' && points !== 0)).toBe(true);
});

it('scores anew who did something, tells what moved it, and nothing where nothing did', async () => {
  const [lead] = await database.owner.sql<{ id: string }[]>`
    select s.person_id as id from person_scores s join people p on p.id = s.person_id
    where s.tenant_id = ${tenantId} and s.chance is not null order by s.score, s.person_id limit 1`;
  const later = new Date(now.getTime() + 60_000);
  const clicked = new Date(later.getTime() + 1000);
  await score(later);
  const movesOf = async () =>
    (await inTenant((db) => listScoreMoves(db, lead!.id, 10))).filter(({ cause }) => cause === 'known');
  expect(await movesOf()).toEqual([]);
  await database.owner.sql`
    insert into engagement_events (tenant_id, received_at, occurred_at, kind, verdict, person_id)
    select ${tenantId}, ${clicked}, ${clicked}, 'click', 'human', ${lead!.id} from generate_series(1, 7)`;
  await score(new Date(now.getTime() + 120_000));
  const moves = await movesOf();
  expect(moves).toHaveLength(1);
  expect(moves[0]!.score).toBeGreaterThan(moves[0]!.wasScore);
  expect(moves[0]!.moved[0]).toMatchObject({ feature: expect.stringMatching(/^(click\.|quiet)/) });
  expect(moves[0]!.moved[0]!.points).toBeGreaterThan(0);
  await score(new Date(now.getTime() + 120_000));
  expect(await movesOf()).toHaveLength(1);
});

it('says of a lead that was converted that this moved the score, and not that nothing about them changed', async () => {
  const [lead] = await database.owner.sql<{ id: string }[]>`
    select s.person_id as id from person_scores s where s.tenant_id = ${tenantId} and s.chance is not null
    order by abs(s.score - 50) desc, s.person_id limit 1`;
  await database.owner.sql`update people set kind = 'contact', converted_at = ${now} where id = ${lead!.id}`;
  await database.owner.sql`update person_scores set score = 99, grade = 'A' where person_id = ${lead!.id}`;
  await score(new Date(now.getTime() + 180_000));
  const [move] = await inTenant((db) => listScoreMoves(db, lead!.id, 1));
  expect(move).toMatchObject({
    cause: 'known',
    modelId: null,
    moved: [{ text: expect.stringContaining('Was converted') }],
  });
  expect(move!.moved[0]!.points).toBe(move!.score - 99);
});

it('keeps no score of somebody who is erased', async () => {
  const [one] = await database.owner.sql<{ id: string }[]>`
    select person_id as id from person_score_history where tenant_id = ${tenantId} limit 1`;
  await inTenant((db) => clearPeople(db, [one!.id]));
  await score(new Date(now.getTime() + 180_000));
  const left = await database.owner.sql`
    select person_id from person_scores where person_id = ${one!.id} union all select person_id from person_score_history where person_id = ${one!.id}`;
  expect(left).toEqual([]);
  expect(await inTenant((db) => listScoredPeople(db, [one!.id]))).toEqual([]);
});

it('never lets a feature see what was written after a conversion, and keeps away what is declared', async () => {
  const other = await newTenant(database.owner);
  await newLeadHistory(database.owner, { tenantId: other, leads: 200, from: 400, to: 100 });
  const moments = await inTenant((db) => listTrainingMoments(db, { now, limit: 10_000 }), other);
  const before = await inTenant((db) => readFeatures(db, moments), other);
  // After each conversion sales write down what they know by then.
  await database.owner.sql`
    update people set job_title = case when converted_at is null then 'lost' else 'won' end, company = 'written later' where tenant_id = ${other}`;
  await database.owner.sql`
    insert into engagement_events (tenant_id, received_at, occurred_at, kind, verdict, person_id)
    select ${other}, converted_at + interval '1 hour', converted_at + interval '1 hour', 'form', 'human', id
    from people where tenant_id = ${other} and converted_at is not null`;
  expect(await inTenant((db) => readFeatures(db, moments), other)).toEqual(before);
  const afterOutcome = [{ feature: 'click.*', reason: 'Clicks are counted by sales' }];
  await inTenant((db) => writeScoringSettings(db, { afterOutcome, promotion: 'automatic', watchDays: 7 }, 0), other);
  const id = await learn(other);
  const { card } = (await inTenant((db) => findModel(db, id), other))!;
  expect(card!.dropped).toContainEqual({ feature: 'click.ever', reason: 'Clicks are counted by sales' });
  expect(card!.features.map(({ feature }) => feature)).not.toContain('click.ever');
});

it('lets a model that has passed wait for somebody where that is asked for, and suggests it once', async () => {
  const of = await newTenant(database.owner);
  await newLeadHistory(database.owner, { tenantId: of, leads: 300, from: 400, to: 100 });
  await inTenant((db) => writeScoringSettings(db, { afterOutcome: [], promotion: 'by_hand', watchDays: 7 }, 0), of);
  const id = await learn(of);
  const directory = database.open('salescompass_directory');
  const deciding = createModelDecidingActivities(
    { database: app, directory, temporal: unheard, log },
    keepModelsOpen(),
  );
  const decide = (at: Date) => run(deciding.decideShadow, { tenantId: of, now: at.toISOString() });
  expect(await decide(now)).toEqual({ is: 'suggested', version: 1 });
  expect(await decide(new Date(now.getTime() + 3600_000))).toEqual({ is: 'suggested', version: 1 });
  expect(await inTenant((db) => findModel(db, id), of)).toMatchObject({ state: 'shadow', suggestedAt: now });
  expect(await inTenant((db) => findModelIn(db, 'champion'), of)).toBeUndefined();
  // Somebody lets it score at the very moment at which it would do so by itself: it is told once.
  await inTenant((db) => writeScoringSettings(db, { afterOutcome: [], promotion: 'automatic', watchDays: 7 }, 1), of);
  const somebody = postgres(database.url, { max: 1 });
  let decided: ReturnType<typeof decide> | undefined;
  await somebody.begin(async (sql) => {
    await sql`update scoring_models set state = 'champion', champion_since = now() where id = ${id}`;
    decided = decide(new Date(now.getTime() + 2 * 3600_000));
    await database.untilWaiting();
  });
  await somebody.end();
  expect(await decided).toEqual({ is: 'none' });
  expect(await database.owner.sql`select from audit_log where tenant_id = ${of}`).toHaveLength(0);
});

it('does what somebody asks once, and answers an attempt as the one before that was not heard', async () => {
  const of = await newTenant(database.owner);
  await database.owner.sql`insert into scoring_models (tenant_id, version, cause, state) values
    (${of}, 1, 'asked', 'retired'), (${of}, 2, 'asked', 'champion'), (${of}, 3, 'asked', 'shadow')`;
  const models = await database.owner.sql<{ id: string }[]>`
    select id from scoring_models where tenant_id = ${of} order by version`;
  const [first, second, third] = models.map(({ id }) => id);
  await database.owner.sql`update scoring_models set replaced_id = ${first!} where id = ${second!}`;
  const directory = database.open('salescompass_directory');
  const deciding = createModelDecidingActivities(
    { database: app, directory, temporal: unheard, log },
    keepModelsOpen(),
  );
  const command = {
    tenantId: of,
    actor: { kind: 'user', personId: 'nobody', role: 'manager' },
    now: now.toISOString(),
  } as const;
  const tries = <A, R>(activity: (input: A) => Promise<R>, input: A) =>
    [1, 2].map((attempt) => () => new MockActivityEnvironment({ attempt }).run(activity, input));
  for (const attempt of tries(deciding.promoteModel, { ...command, modelId: third! })) expect(await attempt()).toBe(3);
  // One who did not say which is meant, too: a second step would lead to what scored before that.
  for (const attempt of tries(deciding.stepBackModel, command)) expect(await attempt()).toEqual({ from: 3, to: 2 });
  const told = await database.owner.sql`select action from audit_log where tenant_id = ${of} order by id`;
  expect(told).toEqual([{ action: 'model.promote' }, { action: 'model.rollBack' }]);
  // An attempt before stepped back from the one that drifted, and asked for another.
  await inTenant((db) => insertCandidate(db, { cause: 'drift', nowIso: command.now }), of);
  const [heard, again] = tries(deciding.watchChampion, command);
  expect([await heard!(), await again!()]).toMatchObject([{ asked: false }, { asked: true }]);
  const reason = 'What happened since it was learned followed the rule more than it did.';
  await inTenant((db) => stepBack(db, { championId: second!, nowIso: command.now, reason }), of);
  expect(await again!()).toEqual({ is: 'act', version: 2, asked: true, steppedBack: true });
});

it('keeps what the first of two made of a candidate that both learned', async () => {
  const of = await newTenant(database.owner);
  await newLeadHistory(database.owner, { tenantId: of, leads: 300, from: 400, to: 100 });
  const id = await learn(of);
  const learned = (await inTenant((db) => findModel(db, id), of))!;
  const again = {
    ...learned,
    nowIso: now.toISOString(),
    sha256: '',
    featureHash: '',
    learnedUntil: now,
    judgedFrom: now,
  };
  const file = { card: learned.card!, baseline: { people: 0, scores: scoreSpread([]), features: [] } };
  const mark = { ...again, ...file, state: 'shadow', onnx: new Uint8Array(), trees: new Uint8Array() } as const;
  expect(await inTenant((db) => markTrained(db, mark), of)).toBe(false);
  expect(await inTenant((db) => findModel(db, id), of)).toEqual(learned);
});

it('learns nothing from too few', async () => {
  const small = await newTenant(database.owner);
  await newPerson(app, small, { jobTitle: 'Buyer' });
  const id = await learn(small);
  expect(await inTenant((db) => findModel(db, id), small)).toMatchObject({
    state: 'retired',
    reason: expect.stringContaining('too little to learn from: 0 leads'),
  });
});
