import type { DnsAnswer, DnsReader } from '../dns/reader.ts';
import { addressBytes, isWithin } from '../webhooks/public-address.ts';
import { isSpfRecord, parseSpf, type SpfMatch, type SpfTerm } from './spf-record.ts';

/** What SPF says of an address (RFC 7208, 2.6). */
export type SpfResult = SpfMatch | 'none' | 'temperror' | 'permerror';

/** Why a record cannot be used by anybody. */
export type SpfProblem =
  | 'several_records'
  | 'too_many_lookups'
  | 'too_many_void'
  | 'unreadable'
  | 'include_without_record'
  | 'loop';

/** What SPF says, and what it took to say so. */
export interface SpfReading {
  result: SpfResult;
  /** Set where the result is permerror. */
  problem: SpfProblem | null;
  /** What the problem is about: a term or a domain. */
  about: string | null;
  /** Terms that cost receivers a question; more than ten are an error. */
  lookups: number;
  /** The domains whose records were read, the first one included. */
  visited: string[];
}

/** Receivers give up behind this many terms that ask DNS (RFC 7208, 4.6.4), and behind this many questions without an answer. */
const mostLookups = 10;
const mostVoid = 2;
const mostExchanges = 10;

class SpfError extends Error {
  constructor(
    readonly result: 'temperror' | 'permerror',
    readonly problem: SpfProblem | null,
    readonly about: string,
  ) {
    super(about);
  }
}

/**
 * What the SPF record of `domain` says of the address `ip`. Without an address everything that the record names is read, as the worst
 * receiver has to: then the result is `neutral` where nothing is wrong.
 */
export async function readSpf(
  dns: DnsReader,
  { domain, ip }: { domain: string; ip: string | null },
): Promise<SpfReading> {
  const walk: Walk = { dns, address: ip === null ? null : addressBytes(ip), lookups: 0, voids: 0, visited: [] };
  const told = () => ({ lookups: walk.lookups, visited: walk.visited });
  try {
    const result = await evaluate(walk, domain, []);
    return { result: result ?? 'none', problem: null, about: null, ...told() };
  } catch (error) {
    if (!(error instanceof SpfError)) throw error;
    return { result: error.result, problem: error.problem, about: error.about, ...told() };
  }
}

interface Walk {
  dns: DnsReader;
  address: number[] | null;
  lookups: number;
  voids: number;
  visited: string[];
}

/** Null: the domain has no record. `above`: the domains on the way here. */
async function evaluate(walk: Walk, domain: string, above: readonly string[]): Promise<SpfMatch | null> {
  if (above.includes(domain)) throw new SpfError('permerror', 'loop', domain);
  const answer = await walk.dns.txt(domain);
  if (answer.kind === 'failed') throw new SpfError('temperror', null, domain);
  const records = answer.kind === 'found' ? answer.records.filter(isSpfRecord) : [];
  if (records.length === 0) return null;
  if (records.length > 1) throw new SpfError('permerror', 'several_records', domain);
  if (!walk.visited.includes(domain)) walk.visited.push(domain);
  const parsed = parseSpf(records[0]!);
  if ('unreadable' in parsed) throw new SpfError('permerror', 'unreadable', parsed.unreadable);
  let redirect: string | null = null;
  let hasAll = false;
  for (const term of parsed.terms) {
    if (term.kind === 'redirect') {
      redirect = term.value;
      continue;
    }
    hasAll ||= term.kind === 'all';
    if (await matches(walk, term, { domain, above: [...above, domain] })) return term.result;
  }
  if (redirect === null || hasAll) return 'neutral';
  spend(walk, redirect);
  const result = await evaluate(walk, redirect, [...above, domain]);
  if (result === null) throw new SpfError('permerror', 'include_without_record', redirect);
  return result;
}

type Mechanism = Exclude<SpfTerm, { kind: 'redirect' }>;

async function matches(
  walk: Walk,
  term: Mechanism,
  { domain, above }: { domain: string; above: readonly string[] },
): Promise<boolean> {
  // What names the sender or the address in its own name (%{i}) is counted and never true: nobody can say it without a mail.
  const target = term.value || domain;
  const hasMacro = target.includes('%');
  switch (term.kind) {
    case 'all':
      return walk.address !== null;
    case 'ip4':
      return isIn(walk, term.value, term.bits.four ?? 32);
    case 'ip6':
      return isIn(walk, term.value, term.bits.six ?? 128);
    case 'ptr':
    case 'exists':
      spend(walk, target);
      return false;
    case 'include': {
      spend(walk, target);
      if (hasMacro) return false;
      const result = await evaluate(walk, target, above);
      if (result === null) throw new SpfError('permerror', 'include_without_record', target);
      return result === 'pass';
    }
    case 'a':
      spend(walk, target);
      return !hasMacro && isHost(walk, target, term);
    case 'mx': {
      spend(walk, target);
      if (hasMacro) return false;
      const hosts = heard(walk, await walk.dns.mx(target), target);
      if (hosts.length > mostExchanges) throw new SpfError('permerror', 'too_many_lookups', target);
      if (walk.address === null) return false;
      for (const { exchange } of hosts) if (await isHost(walk, exchange, term)) return true;
      return false;
    }
  }
}

async function isHost(walk: Walk, host: string, { bits }: Mechanism): Promise<boolean> {
  const found = heard(walk, await walk.dns.addresses(host), host);
  return found.some((address) => isIn(walk, address, address.includes(':') ? (bits.six ?? 128) : (bits.four ?? 32)));
}

function isIn({ address }: Walk, network: string, bits: number): boolean {
  const bytes = addressBytes(network);
  return address !== null && bytes?.length === address.length && isWithin(address, bytes, bits);
}

function spend(walk: Walk, about: string): void {
  walk.lookups += 1;
  if (walk.lookups > mostLookups) throw new SpfError('permerror', 'too_many_lookups', about);
}

function heard<Record>(walk: Walk, answer: DnsAnswer<Record>, about: string): Record[] {
  if (answer.kind === 'failed') throw new SpfError('temperror', null, about);
  if (answer.kind === 'found') return answer.records;
  walk.voids += 1;
  if (walk.voids > mostVoid) throw new SpfError('permerror', 'too_many_void', about);
  return [];
}
