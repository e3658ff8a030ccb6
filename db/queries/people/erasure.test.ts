import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';
import { createTestDrip, sendStep } from '../../../test/factories/drips.ts';
import { newImport } from '../../../test/factories/people.ts';
import { parseKeyRing } from '../../../domain/key-ring.ts';
import { withTenant, type Database, type TenantDb } from '../../connection.ts';
import { sealSecret } from '../../sealing.ts';
import { insertAttribute } from '../attributes.ts';
import { insertConsent } from '../consent/consents.ts';
import { erasePersonRows } from './erasure.ts';
import { insertInboundMail } from '../inbound/mails.ts';
import { mergePeople } from './merge.ts';
import { holdFile, insertFile } from '../files.ts';
import { answerPurpose } from '../idempotency.ts';
import { clearAnswers, readAnswersSince } from './erasure-answers.ts';
import { markPerson } from './save.ts';

const secret = 'Zyxwvut';

describe('erasing a person', () => {
  let database: TestDatabase;
  let app: Database;
  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
  });
  afterAll(() => database.drop());

  it('leaves nothing personal in any table of the tenant, and every count as it was', async () => {
    const { tenantId, personIds, campaignId } = await createSentBroadcast(database.owner, { people: 3 });
    const personId = personIds[0]!;
    const text = {
      firstName: secret,
      lastName: secret,
      phone: secret,
      jobTitle: secret,
      company: secret,
      street: secret,
      city: secret,
    };
    const more = {
      region: secret,
      postalCode: secret,
      country: secret,
      leadSource: secret,
      ownerId: secret,
      externalId: secret,
    };
    await withTenant(app.db, tenantId, async (db) => {
      await insertAttribute(db, { key: 'note', label: 'Note', type: 'text' });
      const changes = { ...text, ...more, email: `${secret}@example.com`, attributes: { note: secret } };
      await markPerson(db, { id: personId, version: null, changes });
      await insertConsent(db, personId, { state: 'granted', source: secret, basis: 'consent', note: secret });
      await sql`update people set first_touch = ${sql.lit(JSON.stringify({ by: secret }))}::jsonb, latest_touch = first_touch where id = ${personId}`.execute(
        db,
      );
      await sql`insert into engagement_events (occurred_at, kind, person_id, data) values (now(), 'page_view', ${personId}, ${sql.lit(JSON.stringify({ ip: secret }))}::jsonb)`.execute(
        db,
      );
      await sql`insert into person_frequency (person_id, recent) values (${personId}, array[now()])`.execute(db);
    });
    const job = await newImport(app, tenantId, {
      content: `Email\n${secret}@example.com`,
      mapping: { fields: [{ column: 'Email', to: 'email' }] },
    });
    await withTenant(app.db, tenantId, async (db) => {
      await db.updateTable('imports').set({ status: 'completed' }).where('id', '=', job.importId).execute();
      await sql`insert into import_errors (import_id, row_number, field, reason, value, email_hash)
        values (${job.importId}, 2, 'Email', 'is odd', ${secret}, address_hash(${`${secret}@example.com`}))`.execute(
        db,
      );
      expect(await erasePersonRows(db, personId)).toBe(true);
      expect(await erasePersonRows(db, personId)).toBe(false);
    });
    expect(await tablesWith(secret)).toEqual([]);
    const counts = await withTenant(app.db, tenantId, async (db) => ({
      members: (await db.selectFrom('campaignMembers').select('id').where('campaignId', '=', campaignId).execute())
        .length,
      messages: (await db.selectFrom('messages').select('id').execute()).length,
      consents: (await db.selectFrom('consents').select('state').execute()).length,
      suppressions: await db.selectFrom('suppressions').select(['email', 'reason']).execute(),
    }));
    // The address, and the one before it.
    const erased = { email: null, reason: 'erased' };
    expect(counts).toEqual({ members: 3, messages: 3, consents: 1, suppressions: [erased, erased] });
  });

  it('keeps what they had before from being written to, too, and what comes of it later out, but nobody else who has it by now', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 4 });
    const [personId, mergeId, heirId] = personIds as [string, string, string];
    const move = (id: string, email: string) =>
      database.owner.sql`update people set email = ${email}, email_key = ${email} where id = ${id}`;
    await move(personId, 'new1@people.example');
    await withTenant(app.db, tenantId, (db) => mergePeople(db, { keepId: personId, mergeId }));
    for (const [id, email] of [
      [personId, 'given@people.example'],
      [personId, 'now@people.example'],
      [heirId, 'given@people.example'],
    ] as const)
      await move(id, email);
    await withTenant(app.db, tenantId, (db) => erasePersonRows(db, personId));
    const names = ['p1', 'p2', 'new1', 'now', 'given', 'p4'];
    const erased = await database.owner.sql<{ name: string }[]>`
      select name from suppressions s, unnest(${names}::text[]) name
      where s.tenant_id = ${tenantId} and s.reason = 'erased' and s.address_hash = address_hash(name || '@people.example')`;
    expect(erased.map(({ name }) => name).sort()).toEqual(['new1', 'now', 'p1', 'p2']);
    const comes = (about: string) =>
      withTenant(app.db, tenantId, (db) =>
        insertInboundMail(db, {
          ...{ way: 'smtp', fingerprint: Buffer.from(about), messageId: null, state: 'review', question: 'no_message' },
          facts: {
            kind: 'hard',
            reason: 'userunknown',
            fromAddress: '',
            subject: about,
            excerpt: '',
            wording: '',
            about,
          },
          ...{ ruleId: null, verdicts: [], sealed: null, bytes: 1, isCopy: false, undo: null },
        }),
      );
    expect([await comes('p1@people.example'), await comes('p2@people.example')]).toEqual([null, null]);
    expect(await comes('p4@people.example')).not.toBeNull();
  });

  it('takes them out of drips, also where they are held, and calls no webhook for them any more', async () => {
    const drip = await createTestDrip(database, app, { people: 2, definition: () => ({ steps: [sendStep('hello')] }) });
    const [held, other] = drip.personIds as [string, string];
    await database.owner.sql`update drips set status = 'running' where id = ${drip.dripId}`;
    await database.owner.sql`
      insert into drip_positions (tenant_id, drip_id, person_id, state, step, since, version, enrolled_at)
      select ${drip.tenantId}, ${drip.dripId}, id, case when id = ${held} then 'paused' else 'active' end, 'hello', now(), 1, now()
      from people where tenant_id = ${drip.tenantId}`;
    await database.owner.sql`
      insert into drip_calls (tenant_id, drip_id, position_id, step, url, on_failure, next_try_at, created_at)
      select tenant_id, drip_id, id, 'call', 'https://example.com', 'goOn', now(), now() from drip_positions
      where drip_id = ${drip.dripId}`;
    await withTenant(app.db, drip.tenantId, (db) => erasePersonRows(db, held));
    const rows = await database.owner.sql`
      select p.person_id as id, p.state, p.reason, c.status from drip_positions p join drip_calls c on c.position_id = p.id
      where p.drip_id = ${drip.dripId} order by p.reason nulls last`;
    expect(rows).toEqual([
      { id: held, state: 'exited', reason: 'erased', status: 'cancelled' },
      expect.objectContaining({ id: other, reason: null, status: 'waiting' }),
    ]);
    const asked = await database.owner.sql`
      select next_wake_at is not null as "isAsked" from drips where id = ${drip.dripId}`;
    expect(asked).toEqual([{ isAsked: true }]);
  });

  it('deletes what exports have written that came to no end, and leaves an upload that is under way', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 1 });
    const file = (name: string) =>
      withTenant(app.db, tenantId, (db) =>
        insertFile(db, { name, contentType: 'text/csv', createdBy: 'Ada', retentionDays: 7 }),
      );
    const [exported, uploaded, old] = [await file('export'), await file('upload'), await file('old')];
    await database.owner.sql`
      insert into exports (tenant_id, entity, status, file_id) values (${tenantId}, 'people', 'running', ${exported})`;
    await database.owner.sql`update files set created_at = now() - interval '2 days' where id = ${old}`;
    await withTenant(app.db, tenantId, (db) => erasePersonRows(db, personIds[0]!));
    const left = await database.owner.sql`select id from files where tenant_id = ${tenantId}`;
    expect(left).toEqual([{ id: uploaded }]);
  });

  /** Every table of the database in which any row, written as text (bytes as letters too), holds the word. */
  async function tablesWith(word: string): Promise<string[]> {
    const { db } = database.owner;
    const { rows } = await sql<{ name: string }>`select quote_ident(table_name) as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
    const found: string[] = [];
    for (const { name } of rows) {
      const hex = Buffer.from(word).toString('hex');
      const { rows: hits } =
        await sql`select 1 from ${sql.raw(name)} t where t::text ilike ${`%${word}%`} or t::text like ${`%${hex}%`} limit 1`.execute(
          db,
        );
      if (hits.length > 0) found.push(name);
    }
    return found;
  }

  it('looks at few events of many, and so does a merge', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 2 });
    const [personId, mergeId] = personIds as [string, string];
    const many = 3000;
    await database.owner.sql`
      insert into engagement_events (tenant_id, kind, occurred_at, verdict, user_id, anonymous_id)
      select ${tenantId}, 'custom', now(), 'human', case when n % 2 = 0 then 'u' || n end, 'a' || n from generate_series(1, ${many}::int) n`;
    await database.owner.sql`analyze engagement_events`;
    await withTenant(app.db, tenantId, (db) =>
      markPerson(db, { id: personId, version: null, changes: { externalId: 'u2' } }),
    );
    const lookedAt = (work: (db: TenantDb) => Promise<unknown>) =>
      withTenant(app.db, tenantId, async (db) => {
        await work(db);
        const { rows } = await sql<{ events: number }>`
          select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as events
          from pg_stat_xact_user_tables where starts_with(relname, 'engagement_events')`.execute(db);
        return rows[0]!.events;
      });
    expect(await lookedAt((db) => mergePeople(db, { keepId: personId, mergeId }))).toBeLessThan(many / 10);
    expect(await lookedAt((db) => erasePersonRows(db, personId))).toBeLessThan(many / 10);
    const left = await database.owner.sql`
      select user_id from engagement_events where tenant_id = ${tenantId} and user_id in ('u2', 'u4')`;
    expect(left).toEqual([{ user_id: 'u4' }]);
  });

  it('leaves a file that an import is made of while it waits for it', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 1 });
    const { importId, fileId } = await newImport(app, tenantId, {
      content: 'Email',
      mapping: { fields: [{ column: 'Email', to: 'email' }] },
    });
    const { sql: owner } = database.owner;
    await owner`update imports set status = 'completed' where id = ${importId}`;
    let erased: Promise<unknown> = Promise.resolve();
    await withTenant(app.db, tenantId, async (db) => {
      expect(await holdFile(db, fileId)).toBe(true);
      await db.updateTable('imports').set({ status: 'queued' }).where('id', '=', importId).execute();
      erased = withTenant(app.db, tenantId, (db) => erasePersonRows(db, personIds[0]!));
      await vi.waitFor(async () => expect(await owner`select from pg_locks where not granted`).not.toEqual([]), 10_000);
    });
    await erased;
    expect(await owner`select from files where id = ${fileId}`).toHaveLength(1);
  });

  it('takes answers away that name them: all in pieces, and those given meanwhile', async () => {
    const { tenantId } = await createSentBroadcast(database.owner, { people: 1 });
    const ring = parseKeyRing(`k1:${Buffer.alloc(32, 1).toString('base64')}`);
    const seal = (text: string) => sealSecret(ring, answerPurpose, JSON.stringify({ text }));
    const answer = (key: string, text: string, minutesAgo: number) => database.owner.sql`
      insert into idempotency_keys (tenant_id, key, request_hash, claim, claimed_until, status, body_sealed, answered_at)
      values (${tenantId}, ${key}, '', gen_random_uuid(), now(), 201, ${seal(text)}, now() - make_interval(mins => ${minutesAgo}))`;
    const cleared = async () => {
      const rows = await database.owner.sql<{ key: string }[]>`
        select key from idempotency_keys where tenant_id = ${tenantId} and body_sealed = '' order by key`;
      return rows.map(({ key }) => key);
    };
    await database.owner.sql`
      insert into idempotency_keys (tenant_id, key, request_hash, claim, claimed_until, status, body_sealed)
      select ${tenantId}, 'b' || n, '', gen_random_uuid(), now(), 201, ${seal('somebody')} from generate_series(1, 600) n`;
    for (const [key, minutesAgo] of [
      ['a', 5],
      ['z', 5],
      ['now', 0],
    ] as const)
      await answer(key, `${secret}@X.example`, minutesAgo);
    const among = { names: [`${secret}@x.example`.toLowerCase()], ring };
    const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(app.db, tenantId, work);
    await inTenant(async (db) => clearAnswers(db, { ...among, since: await readAnswersSince(db) }));
    expect(await cleared()).toEqual(['now']);
    await inTenant((db) => clearAnswers(db, { ...among, since: null }));
    expect(await cleared()).toEqual(['a', 'now', 'z']);
  });
});
