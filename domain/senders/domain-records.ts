import { dkimName, dkimValue, type PublishedKey } from './dkim-record.ts';
import type { DomainRecord } from './domain-check.ts';
import type { SendingSetup } from './sending-setup.ts';

/** What of a sending domain decides which records it needs. */
export interface DomainNeeds {
  domain: string;
  /** The keys that sign, or will as soon as they are published. */
  keys: PublishedKey[];
  /** The host of return paths; null: the installation's own is used. */
  returnPathHost: string | null;
  /** The host of links in mail; null: the installation's own is used. */
  trackingHost: string | null;
}

/** The records of a domain in the order in which they matter, as they are to be set. */
export function recordsFor(
  { domain, keys, returnPathHost, trackingHost }: DomainNeeds,
  setup: SendingSetup,
): DomainRecord[] {
  return [
    ...keys.map((key): DomainRecord => ({
      check: 'dkim',
      type: 'TXT',
      name: dkimName(domain, key.selector),
      value: dkimValue(key),
      purpose:
        key.algorithm === 'rsa-sha256'
          ? 'Lets receivers check the signature of your mail (DKIM, RSA). This is what makes it yours.'
          : 'A second, shorter signature (DKIM, Ed25519) for receivers that know it.',
      isRequired: key.algorithm === 'rsa-sha256' || keys.length === 1,
    })),
    ...(returnPathHost === null
      ? []
      : [
          {
            check: 'returnPath' as const,
            type: 'CNAME' as const,
            name: returnPathHost,
            value: setup.bounceDomain,
            purpose: 'Bounces come back by a name of yours, so that SPF speaks for your domain too.',
            isRequired: false,
          },
        ]),
    {
      check: 'spf',
      type: 'TXT',
      name: domain,
      value: spfValue(setup),
      purpose: 'Says which machines may send for this domain (SPF).',
      isRequired: false,
    },
    {
      check: 'dmarc',
      type: 'TXT',
      name: `_dmarc.${domain}`,
      value: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
      purpose:
        'Says what receivers shall do with mail that is not yours (DMARC). Gmail and Yahoo ask bulk senders for it.',
      isRequired: false,
    },
    ...(trackingHost === null
      ? []
      : [
          {
            check: 'tracking' as const,
            type: 'CNAME' as const,
            name: trackingHost,
            value: setup.publicHost,
            purpose: 'Links in your mail and the way to unsubscribe stand under a name of yours.',
            isRequired: false,
          },
        ]),
  ];
}

/** The SPF record that lets the installation's machines send; null where the operator did not say which they are. */
export function spfValue({ spfInclude, sendingIps }: SendingSetup): string | null {
  const terms = [
    ...(spfInclude === null ? [] : [`include:${spfInclude}`]),
    ...sendingIps.map((ip) => `${ip.includes(':') ? 'ip6' : 'ip4'}:${ip}`),
  ];
  return terms.length === 0 ? null : `v=spf1 ${terms.join(' ')} ~all`;
}
