import { expect, it } from 'vitest';
import { openDatabase } from '../../../db/connection.ts';
import { freshDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';
import { createHitWriter, type IncomingHit } from './hit-writer.ts';

const click = (messageId: string): IncomingHit => ({
  kind: 'click',
  messageId,
  linkIndex: 0,
  judgement: null,
  userAgent: null,
  isHead: false,
});

it('answers each of many at once with its own message, in few statements, tenants apart', async () => {
  const test = await freshDatabase();
  const [one, other] = [await createSentBroadcast(test.owner, { people: 400 }), await createSentBroadcast(test.owner)];
  const told: string[] = [];
  const record = createHitWriter(test.open('salescompass_app').db, (tenantId) => void told.push(tenantId));

  const stranger = record(one.tenantId, click(other.messageIds[0]!));
  const answers = await Promise.all(one.messageIds.map((messageId) => record(one.tenantId, click(messageId))));
  expect(answers.map((answer) => answer?.personId)).toEqual(one.personIds);
  expect(await stranger).toBeNull();
  expect(await record(other.tenantId, click(other.messageIds[0]!))).toMatchObject({ editionId: other.editionId });

  const events = await test.owner
    .sql`select count(*)::int as all, count(distinct message_id)::int as messages from engagement_events`;
  expect(events).toEqual([{ all: 401, messages: 401 }]);
  expect(told.filter((tenantId) => tenantId === one.tenantId).length).toBeLessThan(10);
});

it('refuses those of a failed statement, and goes on with the next', async () => {
  const test = await freshDatabase();
  const sent = await createSentBroadcast(test.owner);
  const record = createHitWriter(test.open('salescompass_app').db, () => {});
  await expect(record(sent.tenantId, { ...click(sent.messageIds[0]!), linkIndex: 1_000_000 })).rejects.toThrow(
    'smallint',
  );
  expect(await record(sent.tenantId, click(sent.messageIds[0]!))).not.toBeNull();

  const away = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', connections: 1 });
  await expect(createHitWriter(away.db, () => {})(sent.tenantId, click(sent.messageIds[0]!))).rejects.toThrow();
  await away.close();
});
