import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawWithout, randomFrom } from '../../../domain/random.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newPerson, newTenant } from '../../../test/factories/people.ts';
import { withTenant, type Database } from '../../connection.ts';
import { insertAttribute } from '../attributes.ts';
import { clearPeople } from '../people/erasure.ts';
import { markPerson } from '../people/save.ts';
import { listFeatures } from './person-features.ts';

let test: TestDatabase;
let app: Database;
let tenantId: string;
const day = 24 * 3600_000;
const asOf = new Date(Date.now() - 10 * day);
const daysBefore = (days: number) => new Date(asOf.getTime() - days * day);

beforeAll(async () => {
  test = await createTestDatabase();
  app = test.open('salescompass_app');
  tenantId = await newTenant(test.owner);
  await withTenant(app.db, tenantId, async (db) => {
    for (const [key, type] of [
      ['plan', 'text'],
      ['seats', 'number'],
      ['trialEnds', 'date'],
    ] as const) {
      await insertAttribute(db, { key, label: key, type });
    }
  });
  await test.owner.sql`update attribute_definitions set created_at = ${daysBefore(200)} where tenant_id = ${tenantId}`;
});
afterAll(() => test.drop());

/** Somebody who is known for 100 days, with what was known of them all along. */
async function knownPerson(attributes: Record<string, string | number> = { plan: 'basic' }): Promise<string> {
  const id = await newPerson(app, tenantId, { jobTitle: 'Buyer', country: 'DE', attributes });
  const since = daysBefore(100);
  await test.owner.sql`update people set created_at = ${since} where id = ${id}`;
  await test.owner.sql`update person_attributes set created_at = ${since} where person_id = ${id}`;
  return id;
}

async function happen(personId: string, kind: string, at: Date, receivedAt = at): Promise<void> {
  await test.owner.sql`
    insert into engagement_events (tenant_id, received_at, occurred_at, kind, verdict, person_id, name)
    values (${tenantId}, ${receivedAt}, ${at}, ${kind}, 'human', ${personId}, 'x')`;
}

const featuresOf = (personIds: readonly string[], at = asOf) =>
  withTenant(app.db, tenantId, (db) =>
    listFeatures(
      db,
      personIds.map((personId) => ({ personId, asOf: at })),
    ),
  );

describe('what was known of a person at a moment', () => {
  it('counts what had happened and had come in', async () => {
    const id = await knownPerson();
    await happen(id, 'click', daysBefore(3));
    await happen(id, 'click', daysBefore(40));
    await happen(id, 'form', daysBefore(5));
    // Happened before, came in after: nobody knew.
    await happen(id, 'reply', daysBefore(1), daysBefore(-1));
    const features = (await featuresOf([id])).get(id)!;
    expect(features).toMatchObject({ 'click.30': 1, 'click.ever': 2, 'form.ever': 1, 'reply.ever': 0, campaigns: 0 });
    expect(features['known.days']).toBeCloseTo(100, 2);
    expect(features['quiet.days']).toBeCloseTo(3, 2);
  });

  it('reads fields as they were, also where they were changed since', async () => {
    const id = await knownPerson({ plan: 'basic', seats: 3 });
    await withTenant(app.db, tenantId, (db) =>
      markPerson(db, {
        id,
        version: null,
        changes: {
          jobTitle: 'Director',
          country: null,
          kind: 'contact',
          attributes: { plan: 'gold', trialEnds: '2026-01-01' },
        },
      }),
    );
    const before = (await featuresOf([id])).get(id)!;
    expect(before).toMatchObject({
      'person.jobTitle': 'Buyer',
      'person.country': 'DE',
      'attributes.plan': 'basic',
      'attributes.seats': 3,
      'attributes.trialEnds': null,
    });
    const now = (await featuresOf([id], new Date(Date.now() + 60_000))).get(id)!;
    expect(now).toMatchObject({ 'person.jobTitle': 'Director', 'person.country': null, 'attributes.plan': 'gold' });
    expect(now['attributes.trialEnds']).toBeTypeOf('number');
  });

  it('knows nothing of what was first written later, and nobody before they were there', async () => {
    const id = await newPerson(app, tenantId, { jobTitle: 'Buyer', attributes: { plan: 'gold' } });
    expect((await featuresOf([id])).size).toBe(0);
    await test.owner.sql`update people set created_at = ${daysBefore(50)} where id = ${id}`;
    expect((await featuresOf([id])).get(id)).toMatchObject({ 'attributes.plan': null, 'person.jobTitle': 'Buyer' });
  });

  it('stays the same whatever happens later: events come, go, move and change hands, fields are written, people are converted', async () => {
    const random = randomFrom(17);
    const ids: string[] = [];
    for (let at = 0; at < 12; at++) ids.push(await knownPerson({ plan: `plan ${at % 3}`, seats: at }));
    const kinds = ['open', 'click', 'reply', 'page_view', 'form', 'custom'];
    const anyOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    for (let at = 0; at < 80; at++) await happen(anyOf(ids), anyOf(kinds), daysBefore(random() * 90));
    const before = await featuresOf(ids);
    expect(before.size).toBe(12);
    for (let round = 0; round < 10; round++) {
      await test.owner.sql`
        delete from engagement_events where tenant_id = ${tenantId} and occurred_at > ${asOf} and random() < 0.5`;
      const owners = drawWithout(ids, ids.length, random);
      for (const id of owners.slice(0, 6)) await happen(id, anyOf(kinds), daysBefore(-random() * 9 - 0.001));
      await test.owner.sql`
        update engagement_events set person_id = ${anyOf(ids)}::uuid, occurred_at = occurred_at + interval '1 hour', kind = ${anyOf(kinds)}
        where tenant_id = ${tenantId} and occurred_at > ${asOf} and random() < 0.5`;
      const changes = {
        jobTitle: `title ${round}`,
        kind: 'contact' as const,
        attributes: { plan: `later ${round}`, seats: round },
      };
      await withTenant(app.db, tenantId, (db) => markPerson(db, { id: owners[0]!, version: null, changes }));
      const after = await featuresOf(ids);
      expect(after).toEqual(before);
    }
  });

  it('keeps nothing of an erased person', async () => {
    const id = await knownPerson();
    await withTenant(app.db, tenantId, (db) =>
      markPerson(db, { id, version: null, changes: { jobTitle: 'Secret', attributes: { plan: 'secret' } } }),
    );
    await withTenant(app.db, tenantId, (db) => clearPeople(db, [id]));
    const left = await test.owner.sql`select from person_field_changes where person_id = ${id}`;
    expect(left).toHaveLength(0);
  });
});
