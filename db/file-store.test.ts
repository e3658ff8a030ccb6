import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { newTenant } from '../test/factories/people.ts';
import { withTenant, type Database } from './connection.ts';
import { FileTooLarge, readFileChunks, writeFileChunks } from './file-store.ts';
import { deleteExpiredFiles, findFile, insertFile, markFileComplete } from './queries/files.ts';

describe('stored files', () => {
  let database: TestDatabase;
  let app: Database;
  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
  });
  afterAll(() => database.drop());

  const meta = { name: 'a.csv', contentType: 'text/csv', createdBy: 'test', retentionDays: 1 };
  async function* cut(bytes: Buffer, sizes: number[]): AsyncGenerator<Buffer> {
    for (let start = 0, turn = 0; start < bytes.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1;
      yield bytes.subarray(start, start + size);
      start += size;
    }
  }
  const readAll = async (tenantId: string, fileId: string, from = 0) => {
    const pieces: Buffer[] = [];
    for await (const piece of readFileChunks(app.db, { tenantId, fileId }, from)) pieces.push(piece);
    return Buffer.concat(pieces);
  };

  it('come back as they were, from any byte on, and only to their tenant', async () => {
    const [tenantId, other] = [await newTenant(database.owner), await newTenant(database.owner)];
    const bytes = randomBytes(3_500_000);
    const fileId = await withTenant(app.db, tenantId, (db) => insertFile(db, meta));
    const source = cut(bytes, [1, 70_000, 2_500_000]);
    expect(await writeFileChunks(app.db, { tenantId, fileId }, { source, maxBytes: 4e6 })).toBe(bytes.length);
    expect(await withTenant(app.db, tenantId, (db) => findFile(db, fileId))).toBeUndefined();
    await withTenant(app.db, tenantId, (db) => markFileComplete(db, { id: fileId, bytes: bytes.length, detected: {} }));
    expect(await withTenant(app.db, tenantId, (db) => findFile(db, fileId))).toMatchObject({ bytes: bytes.length });
    for (const from of [0, 1, 1_048_575, 1_048_576, 3_499_999, 3_500_000]) {
      expect((await readAll(tenantId, fileId, from)).equals(bytes.subarray(from))).toBe(true);
    }
    expect((await readAll(other, fileId)).length).toBe(0);
    expect(await withTenant(app.db, other, (db) => findFile(db, fileId))).toBeUndefined();
  });

  it('are refused when they are too long', async () => {
    const tenantId = await newTenant(database.owner);
    const fileId = await withTenant(app.db, tenantId, (db) => insertFile(db, meta));
    const writing = writeFileChunks(
      app.db,
      { tenantId, fileId },
      { source: cut(Buffer.alloc(2_000_001), [65_536]), maxBytes: 2_000_000 },
    );
    await expect(writing).rejects.toThrow(FileTooLarge);
  });

  it('go when their time is over', async () => {
    const tenantId = await newTenant(database.owner);
    const fileId = await withTenant(app.db, tenantId, (db) => insertFile(db, meta));
    const remove = (days: number) =>
      withTenant(app.db, tenantId, (db) =>
        deleteExpiredFiles(db, new Date(Date.now() + days * 86_400_000).toISOString()),
      );
    expect(await remove(0)).toBe(0);
    expect(await remove(2)).toBe(1);
    expect(
      await withTenant(app.db, tenantId, (db) =>
        db.selectFrom('files').select('id').where('id', '=', fileId).execute(),
      ),
    ).toEqual([]);
  });
});
