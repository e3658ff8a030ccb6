import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { findImport, listImportRemarks } from '../../db/queries/imports/imports.ts';
import { findOpportunity, listOpportunities } from '../../db/queries/opportunities/opportunities.ts';
import type { OpportunityMappingInput } from '../../domain/imports/opportunity-mapping.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { newImport, newPerson, newTenant } from '../../test/factories/people.ts';
import { openImportActivities } from '../../test/import-activities.ts';
import { opportunityBatchRows } from './begin.ts';
import type { ImportActivities } from './imports.ts';

const columns = {
  Id: 'externalId',
  Name: 'name',
  Stage: 'stage',
  Amount: 'amount',
  Currency: 'currency',
  Close: 'closeDate',
  'As of': 'occurredAt',
  'Account id': 'accountExternalId',
  Account: 'accountName',
  Campaign: 'primaryCampaign',
  Contact: 'contactEmails',
  'Contact id': 'contactExternalIds',
  Role: 'contactRole',
} as const;
const mapping: OpportunityMappingInput = {
  fields: Object.entries(columns).map(([column, to]) => ({ column, to })),
};

describe('importing opportunities', () => {
  let database: TestDatabase;
  let app: Database;
  let activities: ImportActivities;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
    activities = openImportActivities(database, app);
  });
  afterAll(() => database.drop());

  /** A file of these rows, each with what it says under some of the columns. */
  const file = (rows: Partial<Record<keyof typeof columns, string>>[]): string =>
    [Object.keys(columns), ...rows.map((row) => Object.keys(columns).map((name) => row[name as 'Id'] ?? ''))]
      .map((cells) => cells.join(','))
      .join('\n');
  const resultOf = async ({ tenantId, importId }: { tenantId: string; importId: string }) =>
    withTenant(app.db, tenantId, async (db) => ({
      ...(await findImport(db, importId))!,
      remarks: (await listImportRemarks(db, { importId, limit: 1_000, after: null })).map(
        ({ row, field, severity, reason, value }) => [row, field, severity, reason, value],
      ),
    }));
  async function run(
    tenantId: string,
    content: string,
    options: { dryRun?: boolean; unknown?: 'leaveOut' | 'reject' } = {},
  ) {
    const { dryRun, unknown } = options;
    const ref = await newImport(app, tenantId, {
      ...{ entity: 'opportunities', content, dryRun },
      mapping: { ...mapping, unknown },
    });
    await new MockActivityEnvironment().run(activities.importRows, ref);
    await activities.endImport(ref);
    return resultOf(ref);
  }
  const opportunities = (tenantId: string) =>
    withTenant(app.db, tenantId, (db) => listOpportunities(db, { filter: {}, sort: 'name', limit: 500, after: null }));
  const one = (tenantId: string, name: string) =>
    withTenant(app.db, tenantId, async (db) => {
      const filter = { q: name };
      const [found] = await listOpportunities(db, { filter, sort: 'name', limit: 1, after: null });
      return (await findOpportunity(db, found!.id))!;
    });
  const history = (tenantId: string) =>
    withTenant(app.db, tenantId, (db) => db.selectFrom('opportunityHistory').select('id').execute());

  it('takes stage, amount, close, account, campaign and people, and adds the people of further rows', async () => {
    const tenantId = await newTenant(database.owner);
    const [ana, bo] = [
      await newPerson(app, tenantId, { email: 'ana@example.com' }),
      await newPerson(app, tenantId, { externalId: '003B' }),
    ];
    const campaignId = await withTenant(app.db, tenantId, async (db) => {
      const type = await db
        .insertInto('campaignTypes')
        .values({ name: 'Fair' })
        .returning('id')
        .executeTakeFirstOrThrow();
      const values = { name: 'Spring fair', campaignTypeId: type.id, currency: 'EUR', utmId: 'spring' };
      return (await db.insertInto('campaigns').values(values).returning('id').executeTakeFirstOrThrow()).id;
    });
    const facts = { Name: 'Acme', Stage: 'Closed Won', Amount: '1200.50', Currency: 'EUR', Close: '2026-01-31' };
    const names = { Account: 'Acme GmbH', 'Account id': '001', Campaign: 'spring FAIR' };
    const content = file([
      { Id: '1', ...facts, ...names, Contact: 'ANA@example.com', Role: 'Buyer' },
      { Id: '2', Name: 'Beta', Stage: 'Proposal', Account: 'acme gmbh' },
      { Id: '1', ...facts, 'Contact id': '003B' },
    ]);
    const result = await run(tenantId, content);
    expect(result.remarks).toEqual([]);
    expect(result.progress).toMatchObject({ rowsRead: 3, created: 2, duplicate: 1, rejected: 0, warnings: 0 });
    const acme = await one(tenantId, 'Acme');
    expect(acme).toMatchObject({
      ...{ externalId: '1', state: 'won', amount: { amountMinor: 120_050, currency: 'EUR' } },
      ...{ closedAt: '2026-01-31T23:59:59.000Z', accountName: 'Acme GmbH', accountExternalId: '001' },
      primaryCampaignId: campaignId,
    });
    expect(acme.contactRoles.map(({ personId, role }) => [personId, role])).toEqual([
      [ana, 'Buyer'],
      [bo, ''],
    ]);
    expect((await one(tenantId, 'Beta')).accountId).toBe(acme.accountId);
    const lines = await history(tenantId);
    const again = await run(tenantId, content);
    expect(again.progress).toMatchObject({ created: 0, updated: 0, unchanged: 2, duplicate: 1 });
    expect(await history(tenantId)).toEqual(lines);
    const asked = await withTenant(app.db, tenantId, (db) =>
      db.selectFrom('attributionWork').select('opportunityId').execute(),
    );
    expect(asked).toHaveLength(2);
  });

  it('says what is not known, and leaves it out or rejects the row', async () => {
    const tenantId = await newTenant(database.owner);
    const content = file([
      { Id: '1', Contact: 'who@example.com; she@example.com', Campaign: 'Nope' },
      { Id: '2', 'Account id': '9' },
      { Id: '3', Amount: '5' },
      { Id: '', Name: 'x' },
    ]);
    const person = 'is no person of the organisation';
    const lenient = await run(tenantId, content);
    expect(lenient.remarks).toEqual([
      [2, 'Campaign', 'warning', 'is no campaign of the organisation', 'Nope'],
      [2, 'Contact', 'warning', person, 'who@example.com'],
      [2, 'Contact (2)', 'warning', person, 'she@example.com'],
      [3, 'Account id', 'warning', 'is no account of the organisation', '9'],
      [5, 'Id', 'error', 'is empty', ''],
    ]);
    expect(lenient.progress).toMatchObject({ rowsRead: 4, created: 3, rejected: 1, warnings: 4 });
    const hashed = await withTenant(app.db, tenantId, (db) =>
      db.selectFrom('importErrors').select('rowNumber').where('emailHash', 'is not', null).execute(),
    );
    expect(hashed).toHaveLength(2);
    const strict = await run(await newTenant(database.owner), content, { unknown: 'reject' });
    expect(strict.progress).toMatchObject({ rowsRead: 4, created: 1, rejected: 3, warnings: 0 });
  });

  it('counts and says the same in a dry run, and changes nothing', async () => {
    const tenantId = await newTenant(database.owner);
    await run(tenantId, file([{ Id: '1', Name: 'Before', Stage: 'Won' }]));
    const content = file([
      { Id: '1', Name: 'After', Account: 'New one' },
      { Id: '2', Stage: 'A new stage', Contact: 'who@example.com' },
      { Id: '2', Amount: '7' },
      { Id: '3', Amount: '-7' },
    ]);
    const dry = await run(tenantId, content, { dryRun: true });
    expect((await opportunities(tenantId)).map(({ name }) => name)).toEqual(['Before']);
    const made = await withTenant(app.db, tenantId, async (db) => [
      ...(await db.selectFrom('accounts').select('name').execute()),
      ...(await db.selectFrom('opportunityStages').select('name').execute()),
    ]);
    expect(made).toEqual([{ name: 'Won' }]);
    const live = await run(tenantId, content);
    const counts = ({ rowsPerSecond: _, ...rest }: typeof live.progress) => rest;
    expect(counts(dry.progress)).toEqual(counts(live.progress));
    expect(dry.remarks).toEqual(live.remarks);
    expect(live.progress).toMatchObject({ created: 1, updated: 1, duplicate: 1, rejected: 1, warnings: 1 });
  });

  it('hears dated rows as the history that they are, once however often the file comes', async () => {
    const tenantId = await newTenant(database.owner);
    const content = file([
      { Id: '1', Stage: 'Won', Amount: '900', 'As of': '2026-03-01' },
      { Id: '1', Stage: 'Lead', Amount: '500', 'As of': '2026-01-01' },
      { Id: '1', Stage: 'Proposal', 'As of': '2026-02-01' },
    ]);
    const first = await run(tenantId, content);
    expect(first.progress).toMatchObject({ created: 1, duplicate: 2 });
    expect(await one(tenantId, '1')).toMatchObject({
      ...{ state: 'won', closedAt: '2026-03-01T00:00:00.000Z', amount: { amountMinor: 90_000 } },
    });
    expect(await history(tenantId)).toHaveLength(3);
    await run(tenantId, content);
    expect(await history(tenantId)).toHaveLength(3);
  });

  it('goes on where it was killed, doubles nothing, and stops when it is cancelled', async () => {
    const tenantId = await newTenant(database.owner);
    // Rows of this length make several groups of what is read from the file at once.
    const long = 'n'.repeat(250);
    const content = file(
      Array.from({ length: opportunityBatchRows * 3 }, (_, index) => ({
        ...{ Id: `${index}`, Name: `${index} ${long}`, Stage: 'Lead', Amount: `${index}` },
      })),
    );
    const ref = await newImport(app, tenantId, { entity: 'opportunities', content, mapping });
    const killed = new MockActivityEnvironment();
    killed.once('heartbeat', () => killed.cancel('WORKER_SHUTDOWN'));
    await expect(killed.run(activities.importRows, ref)).rejects.toThrow();
    const { rowsRead } = (await resultOf(ref)).progress;
    expect(rowsRead).toBeGreaterThanOrEqual(opportunityBatchRows);
    expect(rowsRead).toBeLessThan(opportunityBatchRows * 3);
    await Promise.allSettled([1, 2].map(() => new MockActivityEnvironment().run(activities.importRows, ref)));
    await activities.endImport(ref);
    expect(await resultOf(ref)).toMatchObject({
      status: 'completed',
      progress: { rowsRead: opportunityBatchRows * 3, created: opportunityBatchRows * 3, duplicate: 0 },
    });
    expect(await history(tenantId)).toHaveLength(opportunityBatchRows * 3);
    const other = await newImport(app, tenantId, { entity: 'opportunities', content, mapping });
    const environment = new MockActivityEnvironment();
    environment.once('heartbeat', () => void activities.requestImportCancel(other));
    await environment.run(activities.importRows, other);
    expect((await activities.endImport(other)).status).toBe('cancelled');
  });
});
