import { describe, expect, it } from 'vitest';
import type { DnsReader } from '../dns/reader.ts';
import { readSpf } from './spf.ts';

/** A reader of texts, addresses and mail exchanges that are written down; `failed` for names that do not answer. */
function dnsOf(zone: Record<string, { txt?: string[]; addresses?: string[]; mx?: string[]; fails?: true }>): DnsReader {
  const answer = <Record>(name: string, records: Record[] | undefined) =>
    zone[name]?.fails
      ? ({ kind: 'failed' } as const)
      : records && records.length > 0
        ? ({ kind: 'found', records } as const)
        : ({ kind: 'none' } as const);
  return {
    txt: async (name) => answer(name, zone[name]?.txt),
    addresses: async (name) => answer(name, zone[name]?.addresses),
    mx: async (name) =>
      answer(
        name,
        zone[name]?.mx?.map((exchange, priority) => ({ exchange, priority })),
      ),
    cname: async () => ({ kind: 'none' }),
    names: async () => ({ kind: 'none' }),
  };
}
const read = (zone: Parameters<typeof dnsOf>[0], ip: string | null = '192.0.2.10', domain = 'a.example') =>
  readSpf(dnsOf(zone), { domain, ip });

describe('what SPF says of an address', () => {
  it.each([
    ['v=spf1 ip4:192.0.2.0/24 -all', 'pass'],
    ['v=spf1 ip4:192.0.2.11 -all', 'fail'],
    ['v=spf1 ip4:192.0.2.11 ~all', 'softfail'],
    ['v=spf1 ip4:192.0.2.11', 'neutral'],
    ['v=spf1 -ip4:192.0.2.10 ip4:192.0.2.0/24 -all', 'fail'],
    ['v=spf1 a -all', 'pass'],
    ['v=spf1 a/28 -all', 'pass'],
    ['v=spf1 a:other.example -all', 'fail'],
    ['v=spf1 a:other.example/28 -all', 'pass'],
    ['v=spf1 mx -all', 'pass'],
    ['v=spf1 include:b.example -all', 'pass'],
    ['v=spf1 include:c.example -all', 'fail'],
    ['v=spf1 redirect=b.example', 'pass'],
    ['v=spf1 redirect=c.example', 'softfail'],
    ['v=spf1 exp=why.example ip4:192.0.2.10', 'pass'],
    ['v=spf1 exists:%{i}.list.example ?all', 'neutral'],
    ['V=SPF1 IP4:192.0.2.10 -ALL', 'pass'],
  ])('%s → %s', async (record, result) => {
    const zone = {
      'a.example': { txt: ['a text of somebody else', record], addresses: ['192.0.2.10'], mx: ['mx.example'] },
      'other.example': { addresses: ['192.0.2.1'] },
      'mx.example': { addresses: ['192.0.2.10'] },
      'b.example': { txt: ['v=spf1 ip4:192.0.2.10 -all'] },
      'c.example': { txt: ['v=spf1 ip4:203.0.113.1 ~all'] },
    };
    expect((await read(zone)).result).toBe(result);
  });

  it('knows IPv6 apart from IPv4', async () => {
    const zone = { 'a.example': { txt: ['v=spf1 ip6:2a01:4f8::/32 -all'] } };
    expect((await read(zone, '2a01:4f8:1::7')).result).toBe('pass');
    expect((await read(zone, '2a02:4f8:1::7')).result).toBe('fail');
    expect((await read(zone)).result).toBe('fail');
  });

  it.each<[string, Parameters<typeof dnsOf>[0], string, string | null]>([
    ['no record at all', { 'a.example': { txt: ['google-site-verification=x'] } }, 'none', null],
    ['two records', { 'a.example': { txt: ['v=spf1 -all', 'v=spf1 ~all'] } }, 'permerror', 'several_records'],
    ['a slip of the pen', { 'a.example': { txt: ['v=spf1 ipv4:192.0.2.10 -all'] } }, 'permerror', 'unreadable'],
    [
      'a network that is too long',
      { 'a.example': { txt: ['v=spf1 ip4:192.0.2.0/33 -all'] } },
      'permerror',
      'unreadable',
    ],
    [
      'an include of nothing',
      { 'a.example': { txt: ['v=spf1 include:gone.example -all'] } },
      'permerror',
      'include_without_record',
    ],
    [
      'a circle',
      { 'a.example': { txt: ['v=spf1 include:b.example'] }, 'b.example': { txt: ['v=spf1 include:a.example'] } },
      'permerror',
      'loop',
    ],
    [
      'hosts that are not there',
      { 'a.example': { txt: ['v=spf1 a:x.example a:y.example a:z.example'] } },
      'permerror',
      'too_many_void',
    ],
    [
      'a server that does not answer',
      { 'a.example': { txt: ['v=spf1 include:b.example'] }, 'b.example': { fails: true } },
      'temperror',
      null,
    ],
  ])('%s', async (_, zone, result, problem) => {
    expect(await read(zone)).toMatchObject({ result, problem });
  });

  it('counts ten look-ups over all includes, and gives up at the eleventh', async () => {
    const zone = (count: number) => ({
      'a.example': {
        txt: [`v=spf1 ${Array.from({ length: count }, (_, at) => `include:i${at}.example`).join(' ')} -all`],
      },
      ...Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`i${at}.example`, { txt: ['v=spf1 ip4:203.0.113.7'] }]),
      ),
    });
    expect(await read(zone(10), null)).toMatchObject({ result: 'neutral', lookups: 10 });
    expect(await read(zone(11), null)).toMatchObject({ result: 'permerror', problem: 'too_many_lookups' });
    // Nested ones count as much.
    const nested = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [
        at === 0 ? 'a.example' : `n${at}.example`,
        { txt: [`v=spf1 include:n${at + 1}.example`] },
      ]),
    );
    expect(await read(nested, null)).toMatchObject({ problem: 'too_many_lookups' });
  });
});
