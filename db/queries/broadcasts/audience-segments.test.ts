import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyAudience, type Audience } from '../../../domain/broadcasts/audience.ts';
import { Rule } from '../../../domain/segments/rule.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createTestCampaign, type TestCampaign } from '../../../test/factories/campaigns.ts';
import { withTenant, type Database, type TenantDb } from '../../connection.ts';
import { findContentHash } from '../approvals/approvals.ts';
import {
  audienceRows,
  countZonesOfEach,
  summariseAudience,
  summariseAudiences,
  summarisePeople,
  type AudienceInput,
} from './audience.ts';
import { countReceivers, countSilent } from './audience-receivers.ts';
import { insertAudience } from './freeze.ts';
import { findBroadcast, updateBroadcast } from './broadcasts.ts';
import { insertEdition } from '../content/editions.ts';
import { insertList, insertListPeople } from '../segments/lists.ts';
import { insertSegment, markSegment } from '../segments/segments.ts';

const nowIso = '2027-01-10T12:00:00Z';

describe('segments in an audience', () => {
  let database: TestDatabase;
  let app: Database;
  let campaign: TestCampaign;
  let segments: { firstTwo: string; second: string };
  let listId: string;

  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(app.db, campaign.tenantId, work);
  const named = (...values: string[]) =>
    Rule.parse({ kind: 'field', field: 'person.firstName', test: { op: 'isOneOf', values } });

  function differentInputs(): AudienceInput[] {
    const audiences = [
      { listIds: [listId] },
      { segmentIds: [segments.firstTwo] },
      { segmentIds: [segments.firstTwo], excludeListIds: [listId] },
      { everyone: true, excludeSegmentIds: [segments.second] },
      {},
    ];
    return audiences.flatMap((part) =>
      [true, false].map((isMarketing) => ({ audience: { ...emptyAudience, ...part }, isMarketing, nowIso })),
    );
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
    campaign = await createTestCampaign(database, { people: 5 });
    segments = { firstTwo: crypto.randomUUID(), second: crypto.randomUUID() };
    await inTenant(async (db) => {
      const common = { description: '', isWatched: false, createdBy: 'test' };
      const { firstTwo, second } = segments;
      await insertSegment(db, { ...common, id: firstTwo, name: 'Two', rule: named('Person 1', 'Person 2') });
      await insertSegment(db, { ...common, id: second, name: 'Second', rule: named('person 2') });
      listId = await insertList(db, { name: 'List', description: '' });
      const people = await db
        .selectFrom('people')
        .select('id')
        .where('firstName', 'in', ['Person 2', 'Person 3'])
        .execute();
      await insertListPeople(
        db,
        listId,
        people.map(({ id }) => id),
      );
    });
  });
  afterAll(() => database.drop());

  it.each<[string, Partial<Audience> | (() => Partial<Audience>), object]>([
    ['alone', () => ({ segmentIds: [segments.firstTwo] }), { audienceSize: 2, recipients: 2, duplicates: 0 }],
    ['with a list', () => ({ segmentIds: [segments.firstTwo], listIds: [listId] }), { audienceSize: 3, duplicates: 1 }],
    ['left out of everyone', () => ({ everyone: true, excludeSegmentIds: [segments.firstTwo] }), { audienceSize: 3 }],
    [
      'left out of another',
      () => ({ segmentIds: [segments.firstTwo], excludeSegmentIds: [segments.second] }),
      { audienceSize: 1 },
    ],
    ['of a list left out', () => ({ segmentIds: [segments.firstTwo], excludeListIds: [listId] }), { audienceSize: 1 }],
  ])('%s', async (_, part, summary) => {
    const audience = { ...emptyAudience, ...(typeof part === 'function' ? part() : part) };
    expect(await inTenant((db) => summariseAudience(db, { audience, isMarketing: true, nowIso }))).toMatchObject(
      summary,
    );
  });

  it('are summarised together as each would be fixed by itself, whatever kind of message they get', async () => {
    const inputs = differentInputs();
    const alone = [];
    for (const input of inputs)
      alone.push(await inTenant(async (db) => summarisePeople(db, (await audienceRows(db, input)).rows)));
    expect(await inTenant((db) => summariseAudiences(db, inputs))).toEqual(alone);
    expect(new Set(alone.map(({ audienceSize }) => audienceSize)).size).toBeGreaterThan(1);
  });

  it('are counted together as each would be counted by itself', async () => {
    const inputs = differentInputs();
    const { owner } = database;
    const { tenantId, broadcastId } = campaign;
    await owner.sql`update people set time_zone = 'Europe/Berlin', email = 'info@firm.example', email_key = 'info@firm.example'
      where tenant_id = ${tenantId} and first_name = 'Person 3'`;
    const messages = await owner.sql<{ id: string }[]>`
      with edition as (
        insert into editions (tenant_id, variant_id, content_hash, message_class, from_name, from_address, subject, preheader, html, text, links)
        select tenant_id, id, 'hash', 'marketing', 'Acme', 'news@acme.example', '', '', '', '', '[]' from variants
        where source_id = ${broadcastId} returning id),
      batch as (
        insert into message_batches (tenant_id, source_kind, source_id, size, not_before)
        values (${tenantId}, 'broadcast', ${broadcastId}, 3, now()) returning id)
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id, status, sent_at)
      select ${tenantId}, batch.id, p.id, ${broadcastId}, uuidv7(), edition.id, 'sent', '2027-01-05'
      from edition, batch, people p, generate_series(1, 3) where p.tenant_id = ${tenantId} and p.first_name = 'Person 2' returning id`;
    const zonesOf = async (db: TenantDb, some: AudienceInput[]) =>
      (await countZonesOfEach(db, some)).map((zones) =>
        zones.map(({ timeZone, people }) => `${timeZone} ${people}`).sort(),
      );
    for (const count of [countReceivers, countSilent, zonesOf]) {
      const alone: unknown[] = [];
      for (const input of inputs) alone.push((await inTenant<unknown[]>((db) => count(db, [input])))[0]);
      expect(await inTenant<unknown[]>((db) => count(db, inputs))).toEqual(alone);
      expect(new Set(alone.map((one) => JSON.stringify(one))).size).toBeGreaterThan(1);
    }
    await owner.sql`delete from messages where id = any(${messages.map(({ id }) => id)})`;
  });

  it('compare no list with another one row by row, as a join of what was just filled would', async () => {
    const scansOf = async (excludeListIds: string[]) => {
      const plan = await inTenant(async (db) => {
        const audience = { ...emptyAudience, listIds: [listId], excludeListIds };
        const { rows } = await audienceRows(db, { audience, isMarketing: true, nowIso });
        return sql<{ 'QUERY PLAN': string }>`explain ${rows}`.execute(db);
      });
      const lines = plan.rows.flatMap((row) => Object.values(row));
      expect(lines.filter((line) => /Anti Join/.test(line))).toEqual([]);
      return lines.filter((line) => /Scan.* on list_people/.test(line)).length;
    };
    expect([await scansOf([]), await scansOf([listId])]).toEqual([1, 2]);
  });

  it('are fixed when the audience is, and their rules are part of what is approved', async () => {
    const audience = { ...emptyAudience, segmentIds: [segments.firstTwo], excludeSegmentIds: [segments.second] };
    const hash = () => inTenant((db) => findContentHash(db, campaign.campaignId));
    await inTenant((db) => updateBroadcast(db, { id: campaign.broadcastId, version: 1, audience }));
    const before = await hash();
    await inTenant((db) => markSegment(db, { id: segments.firstTwo, version: null, changes: { name: 'Renamed' } }));
    expect(await hash()).toBe(before);
    await inTenant((db) =>
      markSegment(db, { id: segments.second, version: null, changes: { rule: named('Person 1') } }),
    );
    expect(await hash()).not.toBe(before);
    await inTenant(async (db) => {
      const broadcast = (await findBroadcast(db, campaign.broadcastId))!;
      const sender = { fromName: 'Acme', fromAddress: 'news@acme.example', replyTo: null, senderId: campaign.senderId };
      const text = { subject: 'Spring', preheader: '', html: '', text: '', links: [], campaignName: 'Spring' };
      const edition = {
        ...sender,
        ...text,
        variantId: broadcast.variant.id,
        contentHash: 'x',
        messageClass: 'marketing' as const,
      };
      const editionId = await insertEdition(db, edition);
      const frozen = await insertAudience(db, {
        ...campaign,
        audience,
        editionId,
        isMarketing: true,
        nowIso,
        priority: 5,
      });
      expect(frozen).toEqual({ queued: 1, skipped: {} });
      const sent = await db
        .selectFrom('messages as m')
        .innerJoin('people as p', 'p.id', 'm.personId')
        .select('p.firstName')
        .execute();
      expect(sent).toEqual([{ firstName: 'Person 2' }]);
    });
  });
});
