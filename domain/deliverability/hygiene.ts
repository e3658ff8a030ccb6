import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { providerDomains, receiverOf } from '../delivery/provider.ts';

/** What may be wrong with addresses, besides that they bounce. */
export const hygieneKinds = ['role', 'disposable', 'typo'] as const;

/** One of `hygieneKinds`. */
export type HygieneKind = (typeof hygieneKinds)[number];

/** Local parts of addresses that nobody reads as a person: many behind one address, or none. */
export const roleNames: readonly string[] = [
  ...['abuse', 'admin', 'administrator', 'billing', 'compliance', 'contact', 'devnull', 'dns', 'enquiries', 'ftp'],
  ...['help', 'helpdesk', 'hostmaster', 'hr', 'info', 'inquiry', 'inoc', 'invoice', 'invoices', 'jobs', 'list', 'mail'],
  ...[
    'mailer-daemon',
    'marketing',
    'media',
    'no-reply',
    'noc',
    'noreply',
    'null',
    'office',
    'orders',
    'phish',
    'phishing',
  ],
  ...[
    'postmaster',
    'press',
    'privacy',
    'registrar',
    'root',
    'sales',
    'security',
    'service',
    'spam',
    'support',
    'sysadmin',
  ],
  ...['tech', 'undisclosed-recipients', 'usenet', 'webmaster', 'www', 'empfang', 'kontakt', 'rechnung', 'vertrieb'],
];

/** What may be wrong with some addresses. */
export interface Hygiene {
  role: { people: number };
  disposable: { people: number; domains: { domain: string; people: number }[] };
  typo: { people: number; domains: { domain: string; people: number; slipOf: string }[] };
}

/** What may be wrong with some addresses, by their domains with how many there are and how many of them are of roles. */
export function hygieneIn(rows: readonly { domain: string; people: number; roles: number }[]): Hygiene {
  const typo = rows.flatMap(({ domain, people }) => {
    const slip = slipOf({ domain, people });
    return slip === null ? [] : [{ domain, people, slipOf: slip }];
  });
  // What somebody wanted to write goes before who registered what they wrote.
  const slips = new Set(typo.map(({ domain }) => domain));
  const disposable = rows
    .filter(({ domain }) => isDisposable(domain) && !slips.has(domain))
    .map(({ domain, people }) => ({ domain, people }));
  const sum = (all: readonly { people: number }[]) => all.reduce((people, one) => people + one.people, 0);
  return {
    role: { people: rows.reduce((people, { roles }) => people + roles, 0) },
    disposable: { people: sum(disposable), domains: disposable },
    typo: { people: sum(typo), domains: typo },
  };
}

let blocklist: ReadonlySet<string> | undefined;

/** Whether a domain (lower case) gives addresses that last for minutes. */
export function isDisposable(domain: string): boolean {
  // Each set that is asked for is made anew, from thousands of names: far longer than to look into it.
  blocklist ??= disposableEmailBlocklistSet();
  return blocklist.has(domain);
}

/**
 * The well-known domain that a mistyped one was meant to be, such as gmail.com for gmial.com; null if it is not mistyped. A domain that
 * many people of the organisation have is taken as correct.
 */
export function slipOf({ domain, people }: { domain: string; people: number }): string | null {
  if (people > mostSlips || receiverOf(domain).key !== domain) return null;
  // Short names are one slip from too many others.
  return providerDomains.find((known) => known.length >= 9 && isOneSlip(domain, known)) ?? null;
}

const mostSlips = 50;

/** Whether two words differ by one letter that is missing, too many, another one, or in the place of its neighbour. */
function isOneSlip(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const rest = (word: string, from: number) => word.slice(at + from);
  const isSwapped = one[at] === other[at + 1] && one[at + 1] === other[at] && rest(one, 2) === rest(other, 2);
  return (
    isSwapped || rest(one, 1) === rest(other, 1) || rest(one, 1) === rest(other, 0) || rest(one, 0) === rest(other, 1)
  );
}
