import type { Finding } from './finding.ts';
import { liquidPieces, simpleField } from './liquid.ts';

const linking =
  /<(?:a|area|mj-button|mj-image|mj-navbar-link|mj-social-element|mj-hero)\b((?:"[^"]*"|'[^']*'|[^"'<>])*)>/gi;
const href = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const placeholderHosts =
  /^(?:www\.)?example\.(?:com|org|net)$|^(?:www\.)?(?:yourdomain|domain|mysite|yoursite)\.com$|^localhost$/i;

/** Links that lead nowhere, judged by how they are written; no address is asked. */
export function checkLinks(body: string): Finding[] {
  const findings = new Map<string, Finding>();
  // Quotes inside Liquid would end the attribute around it; fallbacks do not matter here.
  const quoteless = liquidPieces(body).map((piece) => {
    if (piece.kind === 'text') return piece.source;
    const field = piece.kind === 'output' ? simpleField(piece.inner) : null;
    return field ? `{{ ${field.path.join('.')} }}` : '{% liquid %}';
  });
  for (const [, attributes = ''] of quoteless.join('').matchAll(linking)) {
    const match = href.exec(attributes);
    if (!match) continue;
    const finding = checkLink((match[1] ?? match[2] ?? match[3] ?? '').trim().replaceAll('&amp;', '&'));
    if (finding) findings.set(finding.message, finding);
  }
  return [...findings.values()];
}

/** What is wrong with the address of a link, as it is written; null if it is fine. */
export function checkLink(link: string): Finding | null {
  const finding = (severity: Finding['severity'], code: string, message: string): Finding => ({
    severity,
    code,
    message,
    where: 'html',
  });
  if (link === '' || link === '#') return finding('blocking', 'empty_link', 'A link has no address.');
  if (link.startsWith('#')) return null;
  const pieces = liquidPieces(link);
  if (pieces.some((piece) => piece.kind === 'tag' || (piece.kind === 'output' && !simpleField(piece.inner)))) {
    return finding(
      'blocking',
      'complex_link',
      `The link ${link} may use merge fields with a fallback, but no other Liquid.`,
    );
  }
  if (pieces[0]?.kind === 'output') return null;
  const filled = pieces.map((piece) => (piece.kind === 'text' ? piece.source : 'x')).join('');
  if (/^(?:mailto:[^\s@]+@[^\s@]+|tel:\+?[\d\s().-]+$|sms:)/i.test(filled)) return null;
  if (/^[\w.-]+\.[a-z]{2,}(?:\/|$)/i.test(filled)) {
    return finding('blocking', 'broken_link', `The link ${link} has no https:// in front of it.`);
  }
  if (!/^https?:\/\//i.test(filled))
    return finding('blocking', 'broken_link', `The link ${link} is not an http, https or mailto address.`);
  if (/\s/.test(filled) || !URL.canParse(filled))
    return finding('blocking', 'broken_link', `The link ${link} is not written as an address.`);
  const { hostname } = new URL(filled);
  if (placeholderHosts.test(hostname))
    return finding('warning', 'placeholder_link', `The link ${link} still leads to a placeholder.`);
  if (!hostname.includes('.'))
    return finding('blocking', 'broken_link', `The link ${link} names no host that others can reach.`);
  return null;
}
