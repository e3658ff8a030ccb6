import { getDomain } from 'tldts';
import type { DnsReader } from '../dns/reader.ts';
import type { DomainFinding } from './domain-check.ts';

/** How exactly a domain has to be the one in From: the same one, or of the same organisation. */
export type AlignmentMode = 'strict' | 'relaxed';

/** A DMARC record (RFC 7489) as far as it matters to who sends. */
export interface DmarcPolicy {
  policy: 'none' | 'quarantine' | 'reject';
  dkim: AlignmentMode;
  spf: AlignmentMode;
  /** Where reports go; empty: nobody is told. */
  reports: string[];
}

/** What was found for a domain; `at` is the name that has the record: its own, or that of its organisation. */
export type DmarcReading =
  | { kind: 'found'; at: string; record: string; policy: DmarcPolicy }
  | { kind: 'none' }
  | { kind: 'several'; at: string; records: string[] }
  | { kind: 'unreadable'; at: string; record: string }
  | { kind: 'failed' };

/** The organisation's domain: what somebody registered (`news.example.co.uk` → `example.co.uk`); the domain itself where nobody could. */
export function organizationalDomain(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}

/** Whether a domain is somebody's, and not a registry's own under which others have theirs (co.uk, github.io). */
export function isRegistered(domain: string): boolean {
  return getDomain(domain, { allowPrivateDomains: true }) !== null;
}

/** Whether what was authenticated speaks for the domain in From. */
export function isAligned(from: string, authenticated: string, mode: AlignmentMode): boolean {
  if (from === authenticated) return true;
  return mode === 'relaxed' && organizationalDomain(from) === organizationalDomain(authenticated);
}

/** Finds the policy of a domain, its own or its organisation's. */
export async function readDmarc(dns: DnsReader, domain: string): Promise<DmarcReading> {
  const organization = organizationalDomain(domain);
  for (const name of new Set([domain, organization])) {
    const at = `_dmarc.${name}`;
    const answer = await dns.txt(at);
    if (answer.kind === 'failed') return { kind: 'failed' };
    const records =
      answer.kind === 'found' ? answer.records.filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text)) : [];
    if (records.length > 1) return { kind: 'several', at, records };
    const record = records[0];
    if (record === undefined) continue;
    const policy = parseDmarc(record, name === domain ? 'p' : 'sp');
    return policy ? { kind: 'found', at, record, policy } : { kind: 'unreadable', at, record };
  }
  return { kind: 'none' };
}

/** The policy that the last look at a domain found; missing: there is none; null: nobody has looked, or nothing can be said. */
export function policyFound(
  domain: string,
  findings: readonly Pick<DomainFinding, 'check' | 'name' | 'verdict' | 'found'>[],
): DmarcPolicy['policy'] | 'missing' | null {
  const finding = findings.find(({ check }) => check === 'dmarc');
  if (finding?.verdict === 'missing') return 'missing';
  if (finding?.verdict !== 'ok') return null;
  const tag = finding.name === `_dmarc.${domain}` ? 'p' : 'sp';
  return parseDmarc(finding.found[0] ?? '', tag)?.policy ?? null;
}

/** Reads a record; null if its policy does not exist. `tag` is `sp` for names below the one that has the record. */
export function parseDmarc(record: string, tag: 'p' | 'sp' = 'p'): DmarcPolicy | null {
  const tags = new Map(
    record.split(';').map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const;
    }),
  );
  const policy = (tags.get(tag) ?? tags.get('p') ?? '').toLowerCase();
  if (policy !== 'none' && policy !== 'quarantine' && policy !== 'reject') return null;
  const mode = (name: string): AlignmentMode => (tags.get(name)?.toLowerCase() === 's' ? 'strict' : 'relaxed');
  const reports = (tags.get('rua') ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
  return { policy, dkim: mode('adkim'), spf: mode('aspf'), reports };
}
