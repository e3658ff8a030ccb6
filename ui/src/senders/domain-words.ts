import type { CheckKind, CheckVerdict } from '../../../domain/senders/domain-check.ts';
import type { SendingDomainDetail } from '../../../domain/senders/sender.ts';
import { plural } from '../lib/format.ts';

/** What each check is called. */
export const checkWords: Record<CheckKind, string> = {
  dkim: 'Signature (DKIM)',
  spf: 'Sending machines (SPF)',
  dmarc: 'Policy (DMARC)',
  returnPath: 'Return path',
  tracking: 'Links',
  mx: 'Replies (MX)',
  ptr: 'Name of the sending address (PTR)',
};

/** How a check ended, in words and colour. */
export const verdictLooks = {
  ok: { label: 'In order', tone: 'good' },
  missing: { label: 'Missing', tone: 'warn' },
  wrong: { label: 'Wrong', tone: 'bad' },
  unknown: { label: 'Not answered', tone: 'neutral' },
} as const satisfies Record<CheckVerdict, { label: string; tone: string }>;

/** What the page of a domain says first. */
export function domainSentence({ state, findings, domain, checkedAt, isRequired }: SendingDomainDetail): string {
  const open = findings.filter(({ verdict }) => verdict === 'missing' || verdict === 'wrong').length;
  const rest = open === 0 ? '' : ` ${plural(open, 'record still needs', 'records still need')} fixing.`;
  if (checkedAt === null) return `DNS has not been asked about ${domain} yet.`;
  switch (state) {
    case 'verified':
      return `Receivers can tell that mail from ${domain} is yours.${rest}`;
    case 'broken':
      return `Receivers could tell that mail from ${domain} is yours, and cannot any more.${rest}`;
    case 'pending':
      return isRequired
        ? `Campaigns from ${domain} can start once its key is found in DNS.${rest}`
        : `Receivers cannot tell yet that mail from ${domain} is yours.${rest}`;
  }
}
