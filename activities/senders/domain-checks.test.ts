import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDkimKey } from '../../api/routes/senders/dkim-key.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertDkimKey, listDkimKeys } from '../../db/queries/senders/dkim-keys.ts';
import { listDomainChecks } from '../../db/queries/senders/domain-checks.ts';
import { isReturnPathHost } from '../../db/queries/senders/return-path-hosts.ts';
import {
  deleteSendingDomain,
  findSendingDomain,
  insertSendingDomain,
  updateSendingDomain,
} from '../../db/queries/senders/sending-domains.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { dkimName, dkimValue } from '../../domain/senders/dkim-record.ts';
import type { DomainFinding } from '../../domain/senders/domain-check.ts';
import type { DkimAlgorithm } from '../../domain/senders/sender.ts';
import type { SendingSetup } from '../../domain/senders/sending-setup.ts';
import { createDnsReader } from '../../mail/dns/reader.ts';
import { createTestApi, type TestApi } from '../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { startScriptedDns, type ScriptedDns } from '../../test/dns.ts';
import { createDomainCheckActivities } from './domain-checks.ts';

// The real resolver asks a DNS server of this test on this machine; the database is real too.
let database: TestDatabase;
let app: Database;
let api: TestApi;
let dns: ScriptedDns;
const ring = rotateKeyRing(null, randomBytes(32));
const setup: SendingSetup = {
  bounceDomain: 'bounces.installation.example',
  publicHost: 'app.installation.example',
  spfInclude: '_spf.installation.example',
  sendingIps: ['192.0.2.10'],
  isRequired: true,
};
const installation = {
  '_spf.installation.example': { TXT: ['v=spf1 ip4:192.0.2.10 -all'] },
  'bounces.installation.example': {
    MX: [{ exchange: 'mx.installation.example', priority: 10 }],
    TXT: ['v=spf1 include:_spf.installation.example -all'],
  },
  '10.2.0.192.in-addr.arpa': { PTR: ['out.installation.example'] },
  'out.installation.example': { A: ['192.0.2.10'] },
};

beforeAll(async () => {
  [database, dns] = await Promise.all([createTestDatabase(), startScriptedDns()]);
  app = database.open('salescompass_app');
  api = await createTestApi(database);
});
afterAll(async () => {
  await dns.close();
  await api.close();
  await database.drop();
});

async function tenantWith(domain: string, algorithms: DkimAlgorithm[] = ['ed25519-sha256']) {
  const tenantId = await api.tenant();
  const keys = await Promise.all(algorithms.map((algorithm) => makeDkimKey(ring, algorithm)));
  const row = await withTenant(app.db, tenantId, (db) => insertSendingDomain(db, { domain, keys }));
  const id = row!.id;
  const records = Object.fromEntries(keys.map((key) => [dkimName(domain, key.selector), { TXT: [dkimValue(key)] }]));
  Object.keys(dns.zone).forEach((name) => delete dns.zone[name]);
  Object.assign(dns.zone, installation);
  const activities = createDomainCheckActivities({
    database: app,
    directory: database.open('salescompass_directory'),
    log: pino({ level: 'silent' }),
    domainChecks: { dns: createDnsReader({ servers: [dns.address], timeoutMs: 500 }), setup },
    mailer: { publicUrl: 'https://app.installation.example', bounceDomain: setup.bounceDomain },
  });
  /** Looks some days from now, and returns how the domain stands then. */
  const look = async (days = 0) => {
    const now = new Date(Date.now() + days * 24 * 3600_000).toISOString();
    const environment = new MockActivityEnvironment();
    await environment.run(activities.checkDomains, { tenantId, now });
    return withTenant(app.db, tenantId, async (db) => {
      const found = (await findSendingDomain(db, id))!;
      const [run] = await listDomainChecks(db, id, 1);
      const findings = run!.findings as DomainFinding[];
      const verdicts = Object.fromEntries(findings.map(({ check, verdict }) => [check, verdict]));
      return { ...found, findings, verdicts };
    });
  };
  const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(app.db, tenantId, work);
  return { tenantId, id, domain, keys, records, look, inTenant };
}

describe('a look at a sending domain', () => {
  it('finds what is missing, and all in order once the records are there', async () => {
    const { look, records, domain } = await tenantWith('first.example', ['rsa-sha256', 'ed25519-sha256']);
    const before = await look();
    expect(before).toMatchObject({ state: 'pending', checkFailures: 1 });
    expect(before.verdicts).toEqual({ dkim: 'missing', spf: 'missing', dmarc: 'missing', mx: 'missing', ptr: 'ok' });
    Object.assign(dns.zone, records, {
      [domain]: {
        TXT: ['v=spf1 include:_spf.installation.example ~all'],
        MX: [{ exchange: 'mx.first.example', priority: 5 }],
      },
      [`_dmarc.${domain}`]: { TXT: ['v=DMARC1; p=reject; adkim=s; rua=mailto:d@first.example'] },
    });
    const after = await look(1);
    expect(after).toMatchObject({ state: 'verified', checkFailures: 0 });
    expect(new Set(Object.values(after.verdicts))).toEqual(new Set(['ok']));
    expect(after.findings.filter(({ check }) => check === 'dkim')).toHaveLength(2);
    expect(after.findings.find(({ check }) => check === 'dmarc')?.summary).toContain('p=reject');
  });

  it('says what is wrong and how to mend it', async () => {
    const { look, domain, keys } = await tenantWith('wrong.example');
    const other = generateKeyPairSync('ed25519')
      .publicKey.export({ type: 'spki', format: 'der' })
      .subarray(-32)
      .toString('base64');
    Object.assign(dns.zone, {
      [dkimName(domain, keys[0]!.selector)]: { TXT: [`v=DKIM1; k=ed25519; p=${other}`] },
      [domain]: { TXT: ['v=spf1 ip4:203.0.113.9 -all', 'v=spf1 mx -all'], MX: [{ exchange: '', priority: 0 }] },
      [`_dmarc.${domain}`]: { TXT: ['v=DMARC1; p=quarantine', 'v=DMARC1; p=none'] },
      '10.2.0.192.in-addr.arpa': { PTR: ['stranger.example'] },
    });
    const { verdicts, findings, state } = await look();
    expect(state).toBe('pending');
    expect(verdicts).toEqual({ dkim: 'wrong', spf: 'wrong', dmarc: 'wrong', mx: 'wrong', ptr: 'wrong' });
    for (const { mend, summary } of findings) expect(`${summary} ${mend}`.length).toBeGreaterThan(40);
    dns.zone[domain] = { TXT: ['v=spf1 ip4:203.0.113.9 -all'] };
    const lacking = (await look(1)).findings.find(({ check }) => check === 'spf');
    expect(lacking).toMatchObject({ verdict: 'wrong', found: ['v=spf1 ip4:203.0.113.9 -all'] });
    expect(lacking?.mend).toContain('include:_spf.installation.example');
  });

  it('takes an aligned return path for proof too, unless DMARC wants exactly the domain', async () => {
    const { look, domain, inTenant, id } = await tenantWith('path.example');
    await inTenant(async (db) => {
      const before = (await findSendingDomain(db, id))!;
      await updateSendingDomain(db, {
        before,
        version: before.version,
        returnPathHost: `bounce.${domain}`,
        trackingHost: null,
      });
    });
    dns.zone[`bounce.${domain}`] = { CNAME: setup.bounceDomain };
    const found = await look();
    expect(found).toMatchObject({ state: 'verified', returnPathWorks: false });
    dns.zone[`_dmarc.${domain}`] = { TXT: ['v=DMARC1; p=none; aspf=s'] };
    expect(await look(2)).toMatchObject({ state: 'broken' });
  });

  it('uses hosts only where the domain publishes our key, so that nobody takes those of another', async () => {
    const { look, domain, inTenant, id, records } = await tenantWith('hosts.example');
    await inTenant(async (db) => {
      const before = (await findSendingDomain(db, id))!;
      await updateSendingDomain(db, {
        before,
        version: before.version,
        returnPathHost: null,
        trackingHost: `links.${domain}`,
      });
    });
    dns.zone[`links.${domain}`] = { CNAME: setup.publicHost };
    expect(await look()).toMatchObject({ trackingWorks: false });
    Object.assign(dns.zone, records);
    expect(await look(1)).toMatchObject({ trackingWorks: true });
    // A resolver that is away takes nothing back.
    dns.zone[`links.${domain}`] = { fails: true };
    expect(await look(3)).toMatchObject({ trackingWorks: true });
    dns.zone[`links.${domain}`] = { CNAME: 'elsewhere.example' };
    expect(await look(5)).toMatchObject({ trackingWorks: false });
  });

  it('goes on taking what comes back to a host that was used, when the domain has another one or is gone', async () => {
    const { look, domain, inTenant, id, records } = await tenantWith('back.example');
    const directory = database.open('salescompass_directory');
    const host = (returnPathHost: string) =>
      inTenant(async (db) => {
        const before = (await findSendingDomain(db, id))!;
        await updateSendingDomain(db, { before, version: before.version, returnPathHost, trackingHost: null });
      });
    const [used, typed] = [`bounce.${domain}`, `bounec.${domain}`];
    await host(typed);
    await host(used);
    Object.assign(dns.zone, records, { [used]: { CNAME: setup.bounceDomain } });
    expect(await look()).toMatchObject({ returnPathWorks: true });
    await host(`other.${domain}`);
    await inTenant((db) => deleteSendingDomain(db, id));
    expect(await isReturnPathHost(directory.db, used)).toBe(true);
    expect(await isReturnPathHost(directory.db, typed)).toBe(false);
  });

  it('lets the next key sign as soon as DNS has it, and keeps the one before as retired', async () => {
    const { look, domain, inTenant, id, records, keys } = await tenantWith('turn.example');
    Object.assign(dns.zone, records);
    await look();
    const next = await makeDkimKey(ring, 'ed25519-sha256', [keys[0]!.selector]);
    expect(next.selector).not.toBe(keys[0]!.selector);
    await inTenant((db) => insertDkimKey(db, { ...next, sendingDomainId: id, stage: 'next' }));
    const stages = () =>
      inTenant(async (db) =>
        Object.fromEntries((await listDkimKeys(db, [id])).map(({ selector, stage }) => [selector, stage])),
      );
    await look(2);
    expect(await stages()).toEqual({ [keys[0]!.selector]: 'signing', [next.selector]: 'next' });
    dns.zone[dkimName(domain, next.selector)] = { TXT: [dkimValue(next)] };
    expect(await look(4)).toMatchObject({ state: 'verified' });
    expect(await stages()).toEqual({ [keys[0]!.selector]: 'retired', [next.selector]: 'signing' });
    await look(40);
    expect(await stages()).toEqual({ [next.selector]: 'signing' });
  });

  it('keeps looks that found the same as one, and tells admins once when a domain breaks', async () => {
    const { look, inTenant, id, records, tenantId } = await tenantWith('break.example');
    Object.assign(dns.zone, records);
    await look();
    await look(2);
    const runs = () =>
      inTenant(async (db) => (await listDomainChecks(db, id, 10)).map(({ state, checks }) => ({ state, checks })));
    expect(await runs()).toEqual([{ state: 'verified', checks: 2 }]);
    for (const name of Object.keys(records)) delete dns.zone[name];
    expect((await look(4)).state).toBe('broken');
    await look(5);
    expect(await runs()).toEqual([
      { state: 'broken', checks: 2 },
      { state: 'verified', checks: 2 },
    ]);
    const told = await database.owner.sql`
      select n.kind, m.role from domain_notices n join auth.member m on m."userId"::text = n.user_id where n.tenant_id = ${tenantId}`;
    expect(told).toEqual([{ kind: 'broken', role: 'admin' }]);
  });
});
