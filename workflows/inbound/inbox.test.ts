import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../db/connection.ts';
import { insertMailbox, findMailbox, updateMailbox } from '../../db/queries/inbound/mailboxes.ts';
import { sealSecret } from '../../db/sealing.ts';
import { mailboxPurpose } from '../../domain/inbound/mailbox.ts';
import { createSentBroadcast, type SentBroadcast } from '../../test/factories/engagement.ts';
import { startImapServer, type ImapServer } from '../../test/imap-server.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { inbox, inboxStart, wakeInbox } from './inbox.ts';

let stage: TestStage;
let server: ImapServer;
let sent: SentBroadcast;
const id = '0199aaaa-0000-7000-8000-0000000000b0';

beforeAll(async () => {
  [stage, server] = await Promise.all([createTestStage(), startImapServer()]);
  sent = await createSentBroadcast(stage.database.owner, { people: 3 });
}, 120_000);
afterAll(async () => {
  await stage.close();
  await server.close();
});

const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(stage.app.db, sent.tenantId, work);
const mailbox = async () => (await inTenant((db) => findMailbox(db, id)))!;
const reply = (place: number, text: string) =>
  `From: p${place + 1}@people.example\r\nMessage-ID: <r${place}@people.example>\r\nIn-Reply-To: <${sent.messageIds[place]!}@acme.example>\r\nSubject: Re: Spring\r\n\r\n${text}\r\n\r\nOn Monday, 1 June 2026, Acme wrote:\r\n> Spring is here\r\n`;

describe('the mailboxes of a tenant', () => {
  it('are looked into as they come due, later where they fail, and no more once they are paused', async () => {
    const passwordSealed = sealSecret(stage.keyRing, mailboxPurpose, 'secret');
    await inTenant((db) =>
      insertMailbox(db, {
        ...{
          id,
          name: 'Answers',
          host: '127.0.0.1',
          port: server.port,
          security: 'none',
          username: 'reader',
          folder: 'INBOX',
        },
        passwordSealed,
      }),
    );
    server.mails.set(1, reply(2, 'From before'));
    const handle = await stage.env.client.workflow.signalWithStart(inbox, inboxStart({ tenantId: sent.tenantId }));
    await stage.passUntil(async () => (await mailbox()).lookedAt !== null);
    server.mails.set(2, reply(0, 'Please call me.'));
    server.mails.set(3, 'From: friend@elsewhere.example\r\nSubject: Lunch?\r\n\r\nAt one.\r\n');
    await stage.passUntil(async () => (await mailbox()).readCount === 2);
    expect(await mailbox()).toMatchObject({ keptCount: 1, problem: null, failures: 0 });
    const kept = await stage.database.owner.sql`
      select way, kind, state, excerpt, person_id from inbound_mails where tenant_id = ${sent.tenantId}`;
    expect(kept).toEqual([
      { way: 'mailbox', kind: 'reply', state: 'applied', excerpt: 'Please call me.', person_id: sent.personIds[0] },
    ]);

    server.isAway = true;
    await stage.passUntil(async () => (await mailbox()).failures === 2);
    const away = await mailbox();
    expect(away.problem).toContain('broke the connection off');
    const waitMs = Date.parse(away.nextLookAt) - Date.parse(await stage.nowIso());
    expect(waitMs).toBeGreaterThan(4 * 60_000);
    server.isAway = false;
    server.mails.set(4, reply(1, 'Me, too.'));
    await stage.passUntil(async () => (await mailbox()).keptCount === 2);

    await inTenant((db) => updateMailbox(db, { id, version: null, change: { status: 'paused' } }));
    await handle.signal(wakeInbox);
    await handle.result();
    await recordHistory(handle, 'inbox-1');
  });
});
