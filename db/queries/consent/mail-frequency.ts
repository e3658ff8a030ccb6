import { sql } from 'kysely';
import { chosen, type FrequencyChoice, type MailFrequency } from '../../../domain/preferences/frequency.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { TenantDb } from '../../connection.ts';
import { insertAudit } from '../audit/audit.ts';

/** Holds what a choice that limits somebody counts anew; before the person is held in any way, as by a lane that gives an address up. */
export async function holdForChoice(
  db: TenantDb,
  { personId, choice }: { personId: string; choice: FrequencyChoice },
): Promise<void> {
  if (choice === 'weekly' || choice === 'monthly') await holdBatchesOf(db, [personId]);
}

/** Records how often somebody wants mail; false if that is their choice already, or if there is no such person. */
export async function chooseFrequency(
  db: TenantDb,
  actor: Actor,
  { personId, choice }: { personId: string; choice: FrequencyChoice },
): Promise<boolean> {
  await holdForChoice(db, { personId, choice });
  const row = await db
    .selectFrom('people')
    .select(['mailFrequency', 'mailPausedUntil', sql<Date>`now()`.as('now')])
    .where('id', '=', personId)
    .where('erasedAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) return false;
  const before: MailFrequency = {
    frequency: row.mailFrequency as MailFrequency['frequency'],
    pausedUntil: row.mailPausedUntil,
  };
  const after = chosen(choice, before, row.now);
  const shown = ({ frequency, pausedUntil }: MailFrequency) => ({
    mailFrequency: frequency ?? 'all',
    mailPausedUntil: pausedUntil?.toISOString() ?? null,
  });
  if (JSON.stringify(shown(before)) === JSON.stringify(shown(after))) return false;
  await db
    .updateTable('people')
    .set({
      mailFrequency: after.frequency,
      mailPausedUntil: after.pausedUntil,
      updatedAt: sql`now()`,
      version: sql`version + 1`,
    })
    .where('id', '=', personId)
    .execute();
  if (after.frequency !== before.frequency && after.frequency !== null) await countBeforeAndAfter(db, { personId });
  await insertAudit(db, actor, {
    action: 'people.frequency',
    entityKind: 'person',
    entityId: personId,
    before: shown(before),
    after: shown(after),
  });
  return true;
}

/**
 * For whoever begins to limit what somebody gets, or without `personId` everybody: counts what was sent, and asks for it to be counted once
 * more when this is committed (`countAgain`). A lane does so before it sends anything, where whoever asked has ended by then.
 */
export async function countBeforeAndAfter(db: TenantDb, { personId }: { personId?: string } = {}): Promise<void> {
  await countWhatWasSent(db, personId === undefined ? {} : { personIds: [personId] });
  await db
    .insertInto('frequencyWork')
    .values({ personId: personId ?? null })
    .execute();
}

/** Counts once more what `countBeforeAndAfter` asked for. What somebody else is counting at this moment is left to them. */
export async function countAgain(db: TenantDb): Promise<void> {
  const asked = await db
    .selectFrom('frequencyWork')
    .select(['id', 'personId'])
    .orderBy('id')
    .limit(1000)
    .forUpdate()
    .skipLocked()
    .execute();
  if (asked.length === 0) return;
  const people = [...new Set(asked.map(({ personId }) => personId))].sort();
  if (people.includes(null)) await countWhatWasSent(db);
  // All at once: one after the other, the batches of the next would be held after the count of the one before, and in no order.
  else await countWhatWasSent(db, { personIds: people.map(String) });
  await db
    .deleteFrom('frequencyWork')
    .where(
      'id',
      'in',
      asked.map(({ id }) => id),
    )
    .execute();
}

/**
 * Counts anew what went to somebody, or without `personIds` to everybody, as far back as the cap and what they asked for themselves look.
 * Messages are counted only while something limits them: whoever begins to limit them, or looks back further, asks for this in the
 * same transaction, so that what went out before is not forgotten, nor what a lane is counting at this moment. What a lane claims
 * meanwhile of a batch that is made meanwhile goes by what was set before: it is counted once more after the limit is committed.
 * Whoever is counted again is counted anew, and nothing twice.
 */
export async function countWhatWasSent(
  db: TenantDb,
  { personIds }: { personIds?: readonly string[] } = {},
): Promise<void> {
  // Held first and counted then: a lane that claims a window and has not committed is waited for, and seen. The batches are what it
  // holds, as whoever is counted for the first time has no row of their own to wait for. One of a batch that is made from here on passes.
  await holdBatchesOf(db, personIds);
  const ids = sql`${sql.val([...(personIds ?? [])])}::text[]::uuid[]`;
  if (personIds !== undefined)
    await sql`
      insert into person_frequency as f (person_id, recent) select id, '{}' from unnest(${ids}) id order by id
      on conflict (tenant_id, person_id) do update set recent = f.recent`.execute(db);
  await sql`
    with gone as (
      select m.person_id, coalesce(m.counted_at, m.sending_at, m.sent_at, b.window_at) as at
      from messages m
      join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
      join editions e on e.tenant_id = m.tenant_id and e.id = m.edition_id and e.message_class = 'marketing'
      -- Sent or perhaps sent, put off after it was counted, or in a lane's hands.
      where m.tenant_id = current_tenant() ${personIds === undefined ? sql`` : sql`and m.person_id = any(${ids})`}
        and (m.status in ('sent', 'uncertain')
          or (m.status = 'queued' and (m.counted_at is not null or m.id = any(b.window_ids) and b.leased_until > now())))),
    counted as (
      select g.person_id, array_agg(g.at order by g.at) as recent
      from gone g
      join people p on p.tenant_id = current_tenant() and p.id = g.person_id and p.erased_at is null
      join tenants t on t.tenant_id = p.tenant_id
      where g.at > now() - greatest(case when t.cap_messages is not null then make_interval(days => t.cap_days) end,
        make_interval(hours => mail_frequency_hours(p.mail_frequency)))
      group by g.person_id)
    insert into person_frequency as f (person_id, recent)
    select person_id, recent from counted order by person_id
    -- What a lane has counted since this statement began is not in it: the row is as it is now, and the one below as it was then.
    on conflict (tenant_id, person_id) do update set recent = excluded.recent || array(
      select at from unnest(f.recent) at where at not in (
        select unnest(o.recent) from person_frequency o where o.tenant_id = f.tenant_id and o.person_id = f.person_id))`.execute(
    db,
  );
  // Whoever was erased or merged meanwhile has a row again by now, where theirs was gone before it was written.
  await sql`
    delete from person_frequency f using people p
    where f.tenant_id = current_tenant() and p.tenant_id = f.tenant_id and p.id = f.person_id and p.erased_at is not null
      ${personIds === undefined ? sql`` : sql`and f.person_id = any(${ids})`}`.execute(db);
}

/**
 * Holds the batches in which something is queued for people, or for anybody, in their order, until the transaction ends. A lane holds them before the
 * people, their messages and what is counted of them: whoever changes those and counts does so too.
 */
export async function holdBatchesOf(db: TenantDb, personIds?: readonly string[]): Promise<void> {
  await sql`
    select from message_batches b where b.tenant_id = current_tenant() and b.finished_at is null ${
      personIds === undefined
        ? sql``
        : sql`and b.id in (
          select m.batch_id from messages m where m.tenant_id = current_tenant()
            and m.person_id = any(${sql.val([...personIds])}::text[]::uuid[]) and m.status = 'queued')`
    } order by b.id for no key update`.execute(db);
}

/**
 * Deletes what is counted of people who are erased or gone, so many at most: nothing keeps a lane or a count that an erasure met from
 * writing it once more.
 */
export async function deleteCountsOfNobody(db: TenantDb): Promise<void> {
  await sql`
    delete from person_frequency where tenant_id = current_tenant() and person_id = any(array(
      select f.person_id from person_frequency f
      where f.tenant_id = current_tenant() and not exists (
        select from people p where p.tenant_id = f.tenant_id and p.id = f.person_id and p.erased_at is null)
      limit 10000))`.execute(db);
}
