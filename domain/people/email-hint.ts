import { POPULAR_DOMAINS, run } from '@zootools/email-spell-checker';
import { parse } from 'tldts';

const reserved = new Set(['test', 'example', 'invalid', 'localhost', 'local', 'internal', 'lan', 'home']);
const popular = new Set([...POPULAR_DOMAINS, 'hotmail.com', 'outlook.com', 'live.com', 'yahoo.com']);
const known = new Map<string, string | null>();

/**
 * The domain that was probably meant (`gmial.com` → `gmail.com`), or null. Only a near miss of a widely used mailbox
 * provider (the shortest are near to too much), or an ending that no registry has, is worth a person's attention.
 */
export function suggestDomain(domain: string): string | null {
  const before = known.get(domain);
  if (before !== undefined) return before;
  if (known.size > 50_000) known.clear();
  const found = findSuggestion(domain);
  known.set(domain, found);
  return found;
}

/** The address (as its key) that was probably meant, or null. */
export function suggestEmail(key: string): string | null {
  const at = key.lastIndexOf('@');
  const domain = suggestDomain(key.slice(at + 1));
  return domain && `${key.slice(0, at)}@${domain}`;
}

function findSuggestion(domain: string): string | null {
  const ending = domain.slice(domain.lastIndexOf('.') + 1);
  if (popular.has(domain) || reserved.has(ending)) return null;
  const suggested = run({ email: `someone@${domain}` })?.domain;
  if (!suggested || suggested === domain) return null;
  if (suggested.length < 8) return null;
  return popular.has(suggested) || parse(domain).isIcann !== true ? suggested : null;
}
