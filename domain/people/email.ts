import emailAddresses from 'email-addresses';

/** An address as it was given, and as it is compared: lower case, its domain in ASCII. */
export interface Email {
  email: string;
  key: string;
}

/** What is wrong with something that was given as an e-mail address. */
export type EmailProblem = 'empty' | 'malformed' | 'too_long' | 'domain_invalid';

// What nearly all addresses look like; everything else goes through the full grammar, which costs a hundred times as much.
const plain = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
// The same with letters of any script, as RFC 6531 allows.
const international = /^[^\s"(),:;<>@[\\\]\p{C}]+$/u;
const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]{1,59}|[a-z]{2,63})$/;

/** Reads one address; a display name before it (`Ann <ann@example.com>`) is left off. */
export function parseEmail(text: string): Email | { problem: EmailProblem } {
  const trimmed = text.trim();
  if (trimmed === '') return { problem: 'empty' };
  if (trimmed.length > 400) return { problem: 'too_long' };
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at);
  const parts = at > 0 && plain.test(local) ? { local, domain: trimmed.slice(at + 1) } : parseFully(trimmed);
  if (!parts) return { problem: 'malformed' };
  const domain = asciiDomain(parts.domain);
  if (!domain) return { problem: 'domain_invalid' };
  if (new TextEncoder().encode(parts.local).length > 64 || parts.local.length + domain.length > 253) {
    return { problem: 'too_long' };
  }
  return { email: `${parts.local}@${parts.domain}`, key: `${parts.local}@${domain}`.normalize('NFC').toLowerCase() };
}

/** The key by which an address is compared, or null if it is not an address. */
export function emailKey(text: string): string | null {
  const parsed = parseEmail(text);
  return 'key' in parsed ? parsed.key : null;
}

function parseFully(text: string): { local: string; domain: string } | null {
  const parsed = emailAddresses.parseOneAddress({ input: text, rfc6532: true, rejectTLD: false });
  if (parsed?.type !== 'mailbox' || !international.test(parsed.local)) return null;
  if (parsed.local.startsWith('.') || parsed.local.endsWith('.') || parsed.local.includes('..')) return null;
  return { local: parsed.local, domain: parsed.domain };
}

/** The domain in lower case and ASCII, or null where no mail could be sent to it. */
export function asciiDomain(domain: string): string | null {
  const lower = domain.toLowerCase();
  if (hostName.test(lower)) return lower.length <= 253 ? lower : null;
  // Only letters of other scripts are left to the URL parser: it would also read "1.2" as an address and decode "%41".
  if (!/[^ -~]/.test(lower) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(lower)) return null;
  try {
    const ascii = new URL(`http://${lower}`).hostname;
    return hostName.test(ascii) ? ascii : null;
  } catch {
    return null;
  }
}
