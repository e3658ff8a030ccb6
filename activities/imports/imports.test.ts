import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertConsent } from '../../db/queries/consent/consents.ts';
import { findImport, listImportRemarks, markImport } from '../../db/queries/imports/imports.ts';
import { erasePersonRows } from '../../db/queries/people/erasure.ts';
import { mergePeople } from '../../db/queries/people/merge.ts';
import { listPeople } from '../../db/queries/people/people.ts';
import { insertSuppressions } from '../../db/queries/consent/suppressions.ts';
import type { ImportMappingInput } from '../../domain/imports/mapping.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { newImport, newPerson, newTenant } from '../../test/factories/people.ts';
import { openImportActivities } from '../../test/import-activities.ts';
import { importBatchRows } from './begin.ts';
import type { ImportActivities } from './imports.ts';

const byEmail: ImportMappingInput = {
  fields: [
    { column: 'Email', to: 'email' },
    { column: 'Id', to: 'externalId' },
    { column: 'Name', to: 'lastName' },
    { column: 'Visits', to: 'attributes.visits', type: 'number' },
  ],
  consent: { column: 'Opt in', equals: 'yes', source: 'fair', basis: 'consent' },
};
const header = 'Email,Id,Name,Visits,Opt in\n';

describe('importing people', () => {
  let database: TestDatabase;
  let app: Database;
  let activities: ImportActivities;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
    activities = openImportActivities(database, app);
  });
  afterAll(() => database.drop());

  async function run(
    tenantId: string,
    content: string | Buffer,
    options: { mapping?: ImportMappingInput; dryRun?: boolean } = {},
  ) {
    const ref = await newImport(app, tenantId, {
      content,
      mapping: options.mapping ?? byEmail,
      dryRun: options.dryRun,
    });
    await new MockActivityEnvironment().run(activities.importRows, ref);
    const summary = await activities.endImport(ref);
    const found = await withTenant(app.db, tenantId, (db) => findImport(db, ref.importId));
    const remarks = await withTenant(app.db, tenantId, (db) =>
      listImportRemarks(db, { importId: ref.importId, limit: 1000, after: null }),
    );
    return {
      summary,
      progress: found!.progress,
      remarks: remarks.map(({ row, field, reason }) => [row, field, reason]),
      ref,
    };
  }
  const people = (tenantId: string) =>
    withTenant(app.db, tenantId, (db) =>
      listPeople(db, { filter: {}, nowIso: new Date().toISOString(), sort: 'email', limit: 100, after: null }),
    );

  it('creates, updates and leaves alone, keeping what an empty cell does not say', async () => {
    const tenantId = await newTenant(database.owner);
    const first = await run(tenantId, `${header}ana@example.com,1,Ana,3,yes\nbo@example.com,2,Bo,4,no\n`);
    expect(first.progress).toMatchObject({ rowsRead: 2, created: 2, withoutConsent: 1, rejected: 0 });
    const second = await run(
      tenantId,
      `${header}ana@example.com,1,Ana,3,yes\nBO@example.com,,,9,yes\nci@example.com,3,Ci,,no\n`,
    );
    expect(second.progress).toMatchObject({ rowsRead: 3, created: 1, updated: 1, unchanged: 1, withoutConsent: 1 });
    expect((await people(tenantId)).map((p) => [p.email, p.externalId, p.lastName, p.attributes, p.consent])).toEqual([
      ['ana@example.com', '1', 'Ana', { visits: 3 }, 'granted'],
      ['BO@example.com', '2', 'Bo', { visits: 9 }, 'granted'],
      ['ci@example.com', '3', 'Ci', {}, 'unknown'],
    ]);
  });

  it('says by row and field what is wrong, and imports the rest', async () => {
    const tenantId = await newTenant(database.owner);
    const { progress, remarks } = await run(
      tenantId,
      `${header}ana@example.com,1,Ana,3,yes\nnot an address,2,Bo,4,no\n\nci@example.com,3,Ci\ndi@example.com,4,Di,many,no\nef@gmial.com,5,"E\nf",1,no\n,6,G,1,no\n"open,7,H,1,no\nana@example.com,1,Ana2,,no\nhi@example.com,5,Hi,,no\n`,
    );
    expect(remarks).toEqual([
      [3, 'Email', 'is not an e-mail address'],
      [5, '', 'has 3 cells where the file has 5 columns'],
      [6, 'Visits', 'is not a number'],
      [7, 'Email', 'looks mistyped; did you mean ef@gmail.com?'],
      [8, 'Email', 'is empty'],
      [9, '', 'a quote is opened and never closed'],
      [10, 'email', 'is the same as in row 2; the later row counts'],
      [11, 'externalId', 'belongs to another person'],
    ]);
    expect(progress).toMatchObject({ rowsRead: 9, created: 2, duplicate: 1, rejected: 6, warnings: 2 });
    expect((await people(tenantId)).map((p) => [p.email, p.lastName, p.consent])).toEqual([
      ['ana@example.com', 'Ana2', 'unknown'],
      ['ef@gmial.com', 'E\nf', 'unknown'],
    ]);
  });

  it('counts and says the same in a dry run, and changes nothing', async () => {
    const tenantId = await newTenant(database.owner);
    await newPerson(app, tenantId, { email: 'ana@example.com', externalId: '1', lastName: 'Before' });
    const content = `${header}ana@example.com,1,Ana,3,yes\nbo@example.com,1,Bo,4,no\nbad,3,C,,\nci@example.com,4,Ci,1,yes\nci@example.com,4,Ci,2,yes\n`;
    const dry = await run(tenantId, content, { dryRun: true });
    expect((await people(tenantId)).map((p) => [p.lastName, p.attributes, p.consent])).toEqual([
      ['Before', {}, 'unknown'],
    ]);
    const count = await withTenant(app.db, tenantId, (db) =>
      db.selectFrom('attributeDefinitions').select('id').execute(),
    );
    expect(count).toEqual([]);
    const live = await run(tenantId, content);
    const counts = ({ rowsPerSecond: _, ...rest }: typeof live.progress) => rest;
    expect(counts(dry.progress)).toEqual(counts(live.progress));
    expect(dry.remarks).toEqual(live.remarks);
    expect(live.progress).toMatchObject({ created: 1, updated: 1, duplicate: 1, rejected: 2 });
  });

  it('finds repetitions over batches, with the same counts in a dry run', async () => {
    const tenantId = await newTenant(database.owner);
    const rows = Array.from(
      { length: importBatchRows * 2 + 5 },
      (_, index) => `p${index}@example.com,${index},N${index},${index % 7},yes`,
    );
    rows.push('p3@example.com,3,Later,,yes', `q@example.com,${4},Taken,,no`, 'P5@EXAMPLE.com,5,N5,5,yes');
    const content = header + rows.join('\n');
    const expected = {
      rowsRead: rows.length,
      created: importBatchRows * 2 + 5,
      duplicate: 2,
      rejected: 1,
      updated: 0,
      unchanged: 0,
    };
    const [last3, last4, last5] = [rows.length - 1, rows.length, rows.length + 1];
    const remarks = [
      [last3, 'email', 'is the same as in row 5; the later row counts'],
      [last4, 'externalId', 'belongs to another person'],
      [last5, 'email', 'is the same as in row 7; the later row counts'],
    ];
    const dry = await run(tenantId, content, { dryRun: true });
    expect(dry.progress).toMatchObject(expected);
    expect(dry.remarks).toEqual(remarks);
    const live = await run(tenantId, content);
    expect(live.progress).toMatchObject(expected);
    expect(live.remarks).toEqual(remarks);
    const again = await run(tenantId, content);
    expect(again.remarks).toEqual(remarks);
    // p3 and P5 were written otherwise at the end of the file, so the first of their two rows changes them back.
    expect(again.progress).toMatchObject({
      created: 0,
      updated: 2,
      unchanged: importBatchRows * 2 + 3,
      duplicate: 2,
      rejected: 1,
    });
    expect(
      await withTenant(app.db, tenantId, (db) => db.selectFrom('importKeys').select('rowNumber').execute()),
    ).toEqual([]);
  });

  it('does not give back a consent that was withdrawn, nor an address that is suppressed', async () => {
    const tenantId = await newTenant(database.owner);
    const id = await newPerson(app, tenantId, { email: 'ana@example.com' });
    await withTenant(app.db, tenantId, (db) =>
      insertConsent(db, id, { state: 'denied', source: 'unsubscribe', basis: 'consent' }),
    );
    await withTenant(app.db, tenantId, (db) =>
      insertSuppressions(db, { emailKeys: ['bo@example.com'], reason: 'manual', source: '' }),
    );
    const { progress } = await run(tenantId, `${header}ana@example.com,1,Ana,3,yes\nbo@example.com,2,Bo,4,yes\n`);
    expect(progress).toMatchObject({ created: 1, updated: 1, withoutConsent: 1, suppressed: 1 });
    expect((await people(tenantId)).map((p) => [p.email, p.consent, p.suppressed])).toEqual([
      ['ana@example.com', 'denied', null],
      ['bo@example.com', 'granted', 'manual'],
    ]);
  });

  it('finds a person by the other key where the first is not known yet, and refuses a key of somebody else', async () => {
    const tenantId = await newTenant(database.owner);
    await newPerson(app, tenantId, { email: 'ana@example.com' });
    await newPerson(app, tenantId, { email: 'bo@example.com', externalId: '2' });
    const mapping = { ...byEmail, key: 'externalId' as const };
    const { progress, remarks } = await run(
      tenantId,
      `${header}ana@example.com,1,Ana,,\nbo@example.com,3,Bo,,\n,4,Nobody,,\n`,
      { mapping },
    );
    expect(progress).toMatchObject({ updated: 1, rejected: 1, created: 1 });
    expect(remarks).toEqual([[3, 'email', 'belongs to another person']]);
    expect((await people(tenantId)).map((p) => [p.email, p.externalId])).toEqual([
      ['ana@example.com', '1'],
      ['bo@example.com', '2'],
      [null, '4'],
    ]);
  });

  it.each(['email', 'externalId'] as const)(
    'finds whom a record was merged into by its external id, where %s is the key',
    async (key) => {
      const tenantId = await newTenant(database.owner);
      const keepId = await newPerson(app, tenantId, {
        email: 'kept@example.com',
        externalId: 'kept',
        lastName: 'Kept',
      });
      const merge = async (externalId: string) => {
        const mergeId = await newPerson(app, tenantId, { email: `${externalId}@example.com`, externalId });
        await withTenant(app.db, tenantId, (db) => mergePeople(db, { keepId, mergeId }));
      };
      await merge('merged');
      await merge('other');
      const mapping = { ...byEmail, key };
      const kept = { id: keepId, email: 'kept@example.com', externalId: 'kept' };
      const both = async (content: string) => {
        const dry = await run(tenantId, header + content, { mapping, dryRun: true });
        const live = await run(tenantId, header + content, { mapping });
        const counts = ({ rowsPerSecond: _, ...rest }: typeof live.progress) => rest;
        expect([counts(dry.progress), dry.remarks]).toEqual([counts(live.progress), live.remarks]);
        return live;
      };
      const alone = await both('merged@example.com,merged,Both,,no\n');
      expect(alone.progress).toMatchObject({ created: 0, updated: 1, rejected: 0 });
      expect(await people(tenantId)).toMatchObject([{ ...kept, lastName: 'Both' }]);
      // By their own id and by those of before in one file: one person, of whom the later row counts, cell by cell.
      const several = await both(
        'kept@example.com,kept,Kept,3,no\nother@example.com,other,,,yes\nana@example.com,1,Ana,,no\nmerged@example.com,merged,Last,,no\n',
      );
      expect(several.progress).toMatchObject({ rowsRead: 4, created: 1, updated: 1, duplicate: 2, warnings: 2 });
      expect(several.remarks).toEqual([
        [3, key, 'is the same as in row 2; the later row counts'],
        [5, key, 'is the same as in row 3; the later row counts'],
      ]);
      expect(await people(tenantId)).toMatchObject([
        { email: 'ana@example.com' },
        { ...kept, lastName: 'Last', attributes: { visits: 3 }, consent: 'unknown' },
      ]);
      // Their own address beside an id of before.
      const mixed = await both('kept@example.com,other,Mixed,,no\n');
      expect(mixed.progress).toMatchObject({ created: 0, updated: 1, rejected: 0 });
      expect((await people(tenantId))[1]).toMatchObject({ ...kept, lastName: 'Mixed' });
      // What a row by their own key says of the other one holds, also where one by an id of before comes later.
      const other = key === 'email' ? 'kept@example.com,new' : 'new@example.com,kept';
      const anew = await both(`${other},Anew,,no\nold@example.com,merged,Newest,,no\n`);
      expect(anew.progress).toMatchObject({ created: 0, updated: 1, duplicate: 1, rejected: 0 });
      const [email, externalId] = other.split(',');
      const found = (await people(tenantId)).find(({ id }) => id === keepId);
      expect(found).toMatchObject({ email, externalId, lastName: 'Newest' });
    },
  );

  it('takes over since when somebody is a lead, and since when a qualified one', async () => {
    const tenantId = await newTenant(database.owner);
    const fields = [
      { column: 'Mail', to: 'email' },
      { column: 'Created', to: 'leadCreatedAt' },
      { column: 'Qualified', to: 'mqlAt' },
    ] as const;
    const content = Buffer.from('Mail,Created,Qualified\na@b.example,31.12.2025,2026-01-05 09:30\nc@d.example,,soon\n');
    const { remarks } = await run(tenantId, content, { mapping: { fields: [...fields], dateOrder: 'dmy' } });
    expect(remarks.map(([row, field]) => [row, field])).toEqual([[3, 'Qualified']]);
    const [person] = await people(tenantId);
    expect([person?.leadCreatedAt, person?.mqlAt]).toEqual(['2025-12-31T00:00:00.000Z', '2026-01-05T09:30:00.000Z']);
  });

  it('converts a lead who comes as a contact, and makes nobody a lead again', async () => {
    const tenantId = await newTenant(database.owner);
    const fields = [
      { column: 'Mail', to: 'email' },
      { column: 'Kind', to: 'kind' },
    ] as const;
    const read = (rows: string) =>
      run(tenantId, Buffer.from(`Mail,Kind\n${rows}`), { mapping: { fields: [...fields] } });
    await read('ana@example.com,lead\nbo@example.com,contact\n');
    await read('ana@example.com,contact\nbo@example.com,lead\ncy@example.com,\n');
    await read('ana@example.com,\n');
    expect((await people(tenantId)).map((p) => [p.email, p.kind, p.convertedAt !== null])).toEqual([
      ['ana@example.com', 'contact', true],
      ['bo@example.com', 'contact', false],
      ['cy@example.com', 'lead', false],
    ]);
  });

  it('finds account, source campaign and the date of a conversion, and says by row what is not known', async () => {
    const tenantId = await newTenant(database.owner);
    const [byId, byDomain, campaignId] = await withTenant(app.db, tenantId, async (db) => {
      const accounts = await db
        .insertInto('accounts')
        .values([
          { name: 'Acme', externalId: '001A' },
          { name: 'Beta', domain: 'beta.example' },
        ])
        .returning('id')
        .execute();
      const type = await db
        .insertInto('campaignTypes')
        .values({ name: 'Fair' })
        .returning('id')
        .executeTakeFirstOrThrow();
      const campaign = { name: 'Spring fair', campaignTypeId: type.id, currency: 'EUR', utmId: 'spring' };
      const made = await db.insertInto('campaigns').values(campaign).returning('id').executeTakeFirstOrThrow();
      return [accounts[0]!.id, accounts[1]!.id, made.id];
    });
    const fields = (['email', 'account', 'sourceCampaign', 'convertedAt', 'owner'] as const).map((to) => ({
      column: to,
      to,
    }));
    const content = [
      fields.map(({ to }) => to).join(','),
      'ana@example.com,001A,spring,2026-02-03,',
      'bo@example.com,https://www.beta.example/,SPRING Fair,,',
      'ci@example.com,ACME,,,',
      'di@example.com,Nobody,Nothing,,',
      'ef@example.com,,,,who@example.com',
    ].join('\n');
    const strict = await run(tenantId, content, { mapping: { fields } });
    expect(strict.progress).toMatchObject({ rowsRead: 5, created: 3, rejected: 2 });
    expect(strict.remarks).toEqual([
      [5, 'account', 'is no account of the organisation'],
      [5, 'sourceCampaign', 'is no campaign of the organisation'],
      [6, 'owner', 'is no user of the organisation'],
    ]);
    const shown = (await people(tenantId)).map((p) => [p.accountId, p.sourceCampaignId, p.kind, p.convertedAt]);
    expect(shown).toEqual([
      [byId, campaignId, 'contact', '2026-02-03T00:00:00.000Z'],
      [byDomain, campaignId, 'lead', null],
      [byId, null, 'lead', null],
    ]);
    const lenient = await run(tenantId, content, { mapping: { fields, unknown: 'leaveOut' } });
    expect(lenient.progress).toMatchObject({ created: 2, unchanged: 3, rejected: 0, warnings: 3 });
  });

  it('puts everyone on the list, reads templates, UTF-16 and semicolons', async () => {
    const tenantId = await newTenant(database.owner);
    const listId = await withTenant(
      app.db,
      tenantId,
      async (db) =>
        (await db.insertInto('lists').values({ name: 'Fair' }).returning('id').executeTakeFirstOrThrow()).id,
    );
    const content = Buffer.from('\ufeffNr;Größe;Da\r\n7;"1;7";31.12.2025\r\n8;2;1.2.2026\r\n;3;\r\n', 'utf16le');
    const mapping: ImportMappingInput = {
      fields: [
        { template: 'lead-{{ Nr }}@example.test', to: 'email' },
        { column: 'Größe', to: 'attributes.groesse', type: 'text' },
        { column: 'Da', to: 'attributes.da', type: 'date' },
      ],
      dateOrder: 'dmy',
      kind: 'contact',
      listId,
    };
    const { progress, remarks } = await run(tenantId, content, { mapping });
    expect(progress).toMatchObject({ created: 2, rejected: 1, bytesRead: content.length, bytesTotal: content.length });
    expect(remarks).toEqual([[4, 'email', 'is empty']]);
    const listed = await withTenant(app.db, tenantId, (db) =>
      listPeople(db, { filter: { listId }, nowIso: new Date().toISOString(), sort: 'email', limit: 10, after: null }),
    );
    expect(listed.map((p) => [p.email, p.kind, p.attributes])).toEqual([
      ['lead-7@example.test', 'contact', { groesse: '1;7', da: '2025-12-31T00:00:00.000Z' }],
      ['lead-8@example.test', 'contact', { groesse: '2', da: '2026-02-01T00:00:00.000Z' }],
    ]);
  });

  it('goes on where it was killed, and a worker that was thought dead does no harm', async () => {
    const tenantId = await newTenant(database.owner);
    const rows = Array.from(
      { length: importBatchRows * 3 },
      (_, index) => `p${index}@example.com,${index},"N\n${index}",1,yes`,
    );
    const ref = await newImport(app, tenantId, { content: header + rows.join('\n'), mapping: byEmail });
    const killed = new MockActivityEnvironment();
    killed.once('heartbeat', () => killed.cancel('WORKER_SHUTDOWN'));
    await expect(killed.run(activities.importRows, ref)).rejects.toThrow();
    const between = await withTenant(app.db, tenantId, (db) => findImport(db, ref.importId));
    expect(between!.progress.rowsRead).toBeGreaterThanOrEqual(importBatchRows);
    expect(between!.progress.rowsRead).toBeLessThan(rows.length);
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => new MockActivityEnvironment().run(activities.importRows, ref)),
    );
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    await activities.endImport(ref);
    const after = await withTenant(app.db, tenantId, (db) => findImport(db, ref.importId));
    expect(after).toMatchObject({
      status: 'completed',
      progress: { rowsRead: rows.length, created: rows.length, duplicate: 0, rejected: 0 },
    });
    const consents = await withTenant(app.db, tenantId, (db) => db.selectFrom('consents').select('id').execute());
    expect(consents.length).toBe(rows.length);
  });

  it('stops within a batch when it is cancelled', async () => {
    const tenantId = await newTenant(database.owner);
    const rows = Array.from({ length: importBatchRows * 3 }, (_, index) => `p${index}@example.com,${index},N,1,yes`);
    const ref = await newImport(app, tenantId, { content: header + rows.join('\n'), mapping: byEmail });
    const environment = new MockActivityEnvironment();
    environment.once('heartbeat', () => void activities.requestImportCancel(ref));
    await environment.run(activities.importRows, ref);
    const summary = await activities.endImport(ref);
    expect(summary.status).toBe('cancelled');
    expect(summary.rowsRead).toBeLessThan(rows.length);
    expect(
      await withTenant(app.db, tenantId, (db) => markImport(db, ref.importId, { from: ['cancelled'], to: 'running' })),
    ).toBe(true);
  });

  it('writes nothing onto whoever is erased at that moment, and begins the batch anew', async () => {
    const tenantId = await newTenant(database.owner);
    const personId = await newPerson(app, tenantId, { email: 'ana@example.com', externalId: '1', lastName: 'Before' });
    let importing: ReturnType<typeof run> | undefined;
    await withTenant(app.db, tenantId, async (db) => {
      expect(await erasePersonRows(db, personId)).toBe(true);
      importing = run(tenantId, `${header}ana@example.com,1,Ana,3,yes\n`);
      await database.untilWaiting();
    });
    expect((await importing)!.progress).toMatchObject({ created: 1, updated: 0, suppressed: 1 });
    const held = await database.owner.sql`
      select p.email, p.last_name, a.person_id from people p left join person_attributes a on a.person_id = p.id
      where p.id = ${personId}`;
    expect(held).toEqual([{ email: null, last_name: null, person_id: null }]);
    expect((await people(tenantId)).map(({ email, suppressed }) => [email, suppressed])).toEqual([
      ['ana@example.com', 'erased'],
    ]);
  });
});
