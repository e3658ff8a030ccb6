import { sql } from 'kysely';
import { DomainError } from '../../../domain/errors.ts';
import {
  mostTopics,
  type PersonTopic,
  type Topic,
  type TopicChange,
  type TopicInput,
} from '../../../domain/topics/topic.ts';
import type { TenantDb } from '../../connection.ts';

function topics(db: TenantDb) {
  return db
    .selectFrom('topics as t')
    .select(['t.id', 't.name', 't.description', 't.position', 't.version'])
    .select((eb) => [
      eb('t.archivedAt', 'is not', null).as('archived'),
      eb
        .selectFrom('topicOptOuts as o')
        .select(eb.fn.countAll<number>().as('count'))
        .whereRef('o.tenantId', '=', 't.tenantId')
        .whereRef('o.topicId', '=', 't.id')
        .as('optedOut'),
    ]);
}

type TopicRow = Awaited<ReturnType<ReturnType<typeof topics>['execute']>>[number];

function shaped({ archived, optedOut, ...row }: TopicRow): Topic {
  return { ...row, isArchived: archived === true, optedOut: optedOut ?? 0 };
}

/** Every topic in the order of the preference centre, archived ones last. */
export async function listTopics(db: TenantDb): Promise<Topic[]> {
  const rows = await topics(db).orderBy('archived').orderBy('t.position').orderBy('t.name').execute();
  return rows.map(shaped);
}

/** One topic. */
export async function findTopic(db: TenantDb, id: string): Promise<Topic | undefined> {
  const row = await topics(db).where('t.id', '=', id).executeTakeFirst();
  return row && shaped(row);
}

/** Makes a topic; one that the same request made before stays. */
export async function insertTopic(db: TenantDb, input: TopicInput & { id: string }): Promise<void> {
  const { count, next } = await db
    .selectFrom('topics')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .select(sql<number>`coalesce(max(position), 0) + 1`.as('next'))
    .executeTakeFirstOrThrow();
  if (count >= mostTopics) throw new DomainError('conflict', `There are ${mostTopics} topics already; archive one.`);
  const { position = next, ...values } = input;
  await refusingTakenName(() =>
    db
      .insertInto('topics')
      .values({ ...values, position })
      .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
      .execute(),
  );
}

/** Changes a topic at a known version (null: whatever it is); false where somebody else was faster. */
export async function updateTopic(
  db: TenantDb,
  input: { id: string; version: number | null; change: TopicChange },
): Promise<boolean> {
  const { isArchived, ...change } = input.change;
  const result = await refusingTakenName(() =>
    db
      .updateTable('topics')
      .set({
        ...change,
        ...(isArchived === undefined
          ? {}
          : { archivedAt: isArchived ? sql<Date>`coalesce(archived_at, now())` : null }),
        version: sql<number>`version + 1`,
        updatedAt: sql<Date>`now()`,
      })
      .where('id', '=', input.id)
      .$if(input.version !== null, (query) => query.where('version', '=', input.version))
      .executeTakeFirst(),
  );
  return result.numUpdatedRows > 0n;
}

/** Removes a topic that no message has named; false where one has. */
export async function deleteTopic(db: TenantDb, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('topics as t')
    .where('t.id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('variants as v').select('v.id').whereRef('v.topicId', '=', 't.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('editions as e').select('e.id').whereRef('e.topicId', '=', 't.id'))),
    )
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** What a person is offered and has chosen; of archived topics only those that they opted out of. */
export async function listTopicsOf(db: TenantDb, personId: string): Promise<PersonTopic[]> {
  const { rows } = await sql<PersonTopic>`
    select t.id, t.name, t.description, o.person_id is null as is_subscribed
    from topics t
    left join topic_opt_outs o on o.tenant_id = t.tenant_id and o.topic_id = t.id and o.person_id = ${personId}
    where t.tenant_id = current_tenant() and (t.archived_at is null or o.person_id is not null)
    order by t.archived_at is not null, t.position, t.name`.execute(db);
  return rows;
}

/** Makes the latest entry of the history about a topic what holds for the person; of two at the same moment, the refusal. */
export async function markTopicFromHistory(db: TenantDb, input: { personId: string; topicId: string }): Promise<void> {
  const { personId, topicId } = input;
  const latest = await db
    .selectFrom('consents')
    .select(['state', 'at'])
    .where('personId', '=', personId)
    .where('topicId', '=', topicId)
    .orderBy('at', 'desc')
    .orderBy('state')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (latest?.state === 'denied') {
    await db
      .insertInto('topicOptOuts')
      .values({ personId, topicId, at: latest.at })
      .onConflict((conflict) => conflict.columns(['tenantId', 'topicId', 'personId']).doNothing())
      .execute();
  } else await db.deleteFrom('topicOptOuts').where('topicId', '=', topicId).where('personId', '=', personId).execute();
}

async function refusingTakenName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { constraint_name?: string }).constraint_name !== 'topics_tenant_id_name_key') throw error;
    const message = 'There is a topic of this name already; it may be archived.';
    throw new DomainError('conflict', message, [{ path: 'name', code: 'taken', message }]);
  }
}
