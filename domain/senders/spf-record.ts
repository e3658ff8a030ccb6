/** One term of an SPF record (RFC 7208): a mechanism with what it says where it matches, or where the record goes on. */
export type SpfTerm =
  | {
      kind: 'all' | 'a' | 'mx' | 'ptr' | 'exists' | 'include' | 'ip4' | 'ip6';
      result: SpfMatch;
      value: string;
      bits: SpfBits;
    }
  | { kind: 'redirect'; value: string };

/** What a mechanism says of whoever it matches. */
export type SpfMatch = 'pass' | 'fail' | 'softfail' | 'neutral';

/** Lengths of the networks that count as a match, for either family; null: the whole address. */
export interface SpfBits {
  four: number | null;
  six: number | null;
}

const results: Record<string, SpfMatch> = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' };
const kinds = new Set(['all', 'a', 'mx', 'ptr', 'exists', 'include', 'ip4', 'ip6']);

/** Whether a text record is one of SPF. */
export function isSpfRecord(text: string): boolean {
  return /^v=spf1( |$)/i.test(text);
}

/** Reads a record's terms in order; a term that cannot be read is named. Modifiers that are not known are passed over, as they must be. */
export function parseSpf(text: string): { terms: SpfTerm[] } | { unreadable: string } {
  const terms: SpfTerm[] = [];
  for (const word of text.trim().split(/ +/).slice(1)) {
    const modifier = /^([a-z][a-z0-9_.-]*)=(.*)$/i.exec(word);
    if (modifier) {
      if (modifier[1]!.toLowerCase() !== 'redirect') continue;
      if (modifier[2] === '') return { unreadable: word };
      terms.push({ kind: 'redirect', value: modifier[2]!.toLowerCase() });
      continue;
    }
    const term = readMechanism(word);
    if (!term) return { unreadable: word };
    terms.push(term);
  }
  return { terms };
}

function readMechanism(word: string): SpfTerm | null {
  const match = /^([-+~?]?)([a-z0-9]+)(?::([^/]+))?(?:\/(\d{1,2}))?(?:\/\/(\d{1,3}))?$/i.exec(word);
  const kind = match?.[2]?.toLowerCase() ?? '';
  if (!match || !kinds.has(kind)) return null;
  const result = results[match[1] || '+']!;
  const value = (match[3] ?? '').toLowerCase();
  const first = match[4] === undefined ? null : Number(match[4]);
  const second = match[5] === undefined ? null : Number(match[5]);
  if (kind === 'all') return value === '' && first === null ? { kind, result, value, bits: whole } : null;
  if (kind === 'ip6') return readIp6(word, result);
  if (kind === 'ip4')
    return isBits(first, 32) && value ? { kind, result, value, bits: { four: first, six: null } } : null;
  if ((kind === 'include' || kind === 'exists') && value === '') return null;
  if (!isBits(first, 32) || !isBits(second, 128)) return null;
  return { kind: kind as 'a', result, value, bits: { four: first, six: second } };
}

function readIp6(word: string, result: SpfMatch): SpfTerm | null {
  const match = /^[-+~?]?ip6:([0-9a-f:.]+)(?:\/(\d{1,3}))?$/i.exec(word);
  const six = match?.[2] === undefined ? null : Number(match[2]);
  if (!match || !isBits(six, 128)) return null;
  return { kind: 'ip6', result, value: match[1]!.toLowerCase(), bits: { four: null, six } };
}

const whole: SpfBits = { four: null, six: null };
const isBits = (bits: number | null, most: number): boolean => bits === null || bits <= most;
