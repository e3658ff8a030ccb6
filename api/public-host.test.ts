import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../db/connection.ts';
import { insertTrackingHost } from '../db/queries/senders/tracking-hosts.ts';
import { messageTokens } from '../domain/tokens/token.ts';
import { createTestApi, type TestApi } from '../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../test/factories/engagement.ts';

let test: TestDatabase;
let api: TestApi;
let mine: SentBroadcast;
let theirs: SentBroadcast;

beforeAll(async () => {
  test = await createTestDatabase();
  api = await createTestApi(test, { config: { publicUrl: 'https://app.installation.example' } });
  mine = await createSentBroadcast(test.owner);
  theirs = await createSentBroadcast(test.owner);
  const { db } = api.deps.database;
  await withTenant(db, mine.tenantId, (db) => insertTrackingHost(db, 'links.mine.example'));
  await withTenant(db, theirs.tenantId, (db) => insertTrackingHost(db, 'links.theirs.example'));
});
afterAll(async () => {
  await api.close();
  await test.drop();
});

const tokensOf = ({ tenantNumber, messageIds }: SentBroadcast) =>
  messageTokens(api.keyRing, { tenantNumber, messageId: messageIds[0]! });
const at = async (host: string, path: string, method = 'GET') =>
  (await api.app.request(path, { method, headers: { host } })).status;

describe('hosts of organisations', () => {
  it.each([
    ['app.installation.example'],
    ['links.mine.example'],
    ['LINKS.mine.example:443'],
    ['127.0.0.1:8080'],
    ['api'],
  ])('%s serves what messages lead to', async (host) => {
    const tokens = tokensOf(mine);
    expect(await at(host, `/t/o/${tokens.open}`)).toBe(200);
    expect(await at(host, `/t/c/${tokens.link(0)}`)).toBe(302);
    expect(await at(host, `/u/${tokens.unsubscribe}`)).toBe(200);
    expect(await at(host, `/p/${tokens.preferences}`)).toBe(200);
  });

  it('never serve messages of somebody else, whatever is asked', async () => {
    const tokens = tokensOf(theirs);
    for (const path of [
      `/t/o/${tokens.open}`,
      `/t/c/${tokens.link(0)}`,
      `/u/${tokens.unsubscribe}`,
      `/p/${tokens.preferences}`,
    ])
      expect(await at('links.mine.example', path), path).toBe(404);
    expect(await at('links.mine.example', `/u/${tokens.unsubscribe}`, 'POST')).toBe(404);
    const [person] = await test.owner.sql`select consent from people where id = ${theirs.personIds[0]!}`;
    expect(person).toEqual({ consent: 'granted' });
    expect(await at('links.theirs.example', `/u/${tokens.unsubscribe}`)).toBe(200);
  });

  it('serve nothing else of the product', async () => {
    for (const path of ['/', '/api/v1/me', '/api/docs', '/sign-in'])
      expect(await at('links.mine.example', path), path).toBe(404);
  });

  it('a host that is nobody’s leads nowhere', async () => {
    expect(await at('links.nobody.example', `/u/${tokensOf(mine).unsubscribe}`)).toBe(404);
    expect(await at('links.nobody.example', `/t/c/${tokensOf(mine).link(0)}`)).toBe(404);
  });
});
