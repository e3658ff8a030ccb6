import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { MockActivityEnvironment } from '@temporalio/testing';
import { authenticate, type DKIMResult } from 'mailauth';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDkimKey } from '../../api/routes/senders/dkim-key.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import {
  findSendingDomain,
  insertSendingDomain,
  updateSendingDomain,
} from '../../db/queries/senders/sending-domains.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { recordsFor } from '../../domain/senders/domain-records.ts';
import { DkimAlgorithm } from '../../domain/senders/sender.ts';
import { createDnsReader } from '../../mail/dns/reader.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { startScriptedDns, type ScriptedDns } from '../../test/dns.ts';
import { createTestNurture } from '../../test/factories/nurtures.ts';
import { unheard } from '../../test/unheard.ts';
import type { ActivityDeps } from '../deps.ts';
import { createDomainCheckActivities } from '../senders/domain-checks.ts';
import { createNurtureActivities } from '../nurtures/nurtures.ts';
import { openLane } from '../outbox/lane.ts';

// What a receiver sees: mail through the real road to a server of this test, checked by somebody else's code against exactly the
// records that the product tells people to set.
let database: TestDatabase;
let app: Database;
let dns: ScriptedDns;
let server: SMTPServer;
let smtp: SmtpSender;
const taken: { from: string; raw: Buffer }[] = [];
const ring = rotateKeyRing(null, randomBytes(32));
const now = '2026-06-02T07:00:00.000Z';
const setup = {
  bounceDomain: 'bounces.installation.example',
  publicHost: 'app.installation.example',
  spfInclude: '_spf.installation.example',
  sendingIps: ['192.0.2.10'],
  isRequired: true,
};

beforeAll(async () => {
  [database, dns] = await Promise.all([createTestDatabase(), startScriptedDns()]);
  app = database.open('salescompass_app');
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom } = session.envelope;
        taken.push({ from: mailFrom ? mailFrom.address : '', raw: Buffer.concat(chunks) });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  smtp = createSmtpSender({ url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` });
});
afterAll(async () => {
  await smtp.close();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  await dns.close();
  await database.drop();
});

it('is passed by an independent verifier: both signatures, SPF and DMARC aligned, the ways out signed', async () => {
  taken.length = 0;
  const made = await createTestNurture(database, app, { people: 2, items: [{ name: 'one' }], sinceIso: now });
  const { tenantId } = made;
  const [sender] = await database.owner.sql<{ domain: string }[]>`
    select split_part(address, '@', 2) as domain from senders where tenant_id = ${tenantId}`;
  const domain = sender!.domain;
  const keys = await Promise.all(DkimAlgorithm.options.map((algorithm) => makeDkimKey(ring, algorithm)));
  const hosts = { returnPathHost: `bounce.${domain}`, trackingHost: `links.${domain}` };
  await withTenant(app.db, tenantId, async (db) => {
    const { id } = (await insertSendingDomain(db, { domain, keys }))!;
    const before = (await findSendingDomain(db, id))!;
    await updateSendingDomain(db, { before, version: before.version, ...hosts });
  });
  publish(recordsFor({ domain, keys, ...hosts }, setup));
  const deps = {
    database: app,
    directory: database.open('salescompass_directory'),
    log: pino({ level: 'silent' }),
    domainChecks: { dns: createDnsReader({ servers: [dns.address] }), setup },
    mailer: { ring, publicUrl: 'https://app.installation.example', bounceDomain: setup.bounceDomain, smtp },
  } as unknown as ActivityDeps;
  await new MockActivityEnvironment().run(createDomainCheckActivities(deps).checkDomains, {
    tenantId,
    now: new Date().toISOString(),
  });
  const nurtures = createNurtureActivities({ database: app, temporal: unheard });
  await nurtures.openNurture({ ...made, now });
  await new MockActivityEnvironment().run(nurtures.castNurture, { ...made, now, castAt: now });
  const lane = await openLane(deps, { tenantId, now, leaseId: randomUUID(), onWindow: () => {} });
  while (await lane.drainNext(new AbortController().signal));
  expect(lane.result()).toMatchObject({ sent: 2, failed: 0 });
  expect(taken).toHaveLength(2);

  for (const { from, raw } of taken) {
    expect(from).toMatch(new RegExp(`^b-.+@bounce\\.${domain}$`));
    const { dkim, spf, dmarc } = await authenticate(raw, {
      ip: '192.0.2.10',
      helo: 'out.installation.example',
      mta: 'mx.receiver.example',
      sender: from,
      resolver: (name: string, type: string) => answer(name, type),
    });
    // The library's types leave out some of what it says.
    const results = dkim.results as (DKIMResult & { algo: string; signingHeaders: { keys: string } })[];
    expect(results.map(({ status, signingDomain, algo }) => [status.result, signingDomain, algo])).toEqual([
      ['pass', domain, 'rsa-sha256'],
      ['pass', domain, 'ed25519-sha256'],
    ]);
    for (const { status, signingHeaders } of results) {
      expect(status.aligned).toBe(domain);
      expect(signingHeaders.keys.toLowerCase()).toMatch(/list-unsubscribe: list-unsubscribe-post/);
    }
    expect(spf && spf.status.result).toBe('pass');
    expect(dmarc && [dmarc.status.result, dmarc.alignment.spf.result]).toEqual(['pass', hosts.returnPathHost]);
    const text = raw.toString('latin1');
    expect(text).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(text.replace(/\r\n[ \t]/g, '')).toMatch(new RegExp(`List-Unsubscribe: <https://links\\.${domain}/u/`));
    // One octet more, and neither signature holds.
    const forged = await authenticate(Buffer.from(text.replace('One-Click', 'One-Clock'), 'latin1'), {
      ip: '192.0.2.10',
      sender: from,
      resolver: (name: string, type: string) => answer(name, type),
    });
    expect(forged.dkim.results.map(({ status }) => status.result)).toEqual(['fail', 'fail']);
  }
});

/** Puts the records into DNS as somebody would, with what the installation's operator has set. */
function publish(records: ReturnType<typeof recordsFor>): void {
  for (const { name, type, value } of records) {
    const entry = (dns.zone[name] ??= {});
    if (type === 'TXT') entry.TXT = [...(entry.TXT ?? []), value!];
    else entry.CNAME = value!;
  }
  dns.zone['_spf.installation.example'] = { TXT: ['v=spf1 ip4:192.0.2.10 -all'] };
  dns.zone[setup.bounceDomain] = { TXT: ['v=spf1 include:_spf.installation.example -all'] };
}

/** Answers as a resolver does that follows names on. */
async function answer(name: string, type: string): Promise<string[][]> {
  const entry = dns.zone[name];
  const records = entry?.CNAME ? dns.zone[entry.CNAME] : entry;
  if (type === 'TXT' && records?.TXT) return records.TXT.map((text) => [text]);
  throw Object.assign(new Error(`queryTxt ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
}
