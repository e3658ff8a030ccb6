import { plainName, recordsOf, type DnsReader } from '../dns/reader.ts';
import { checkSpf, letsUsSend } from './check-spf.ts';
import { dkimName, dkimProblem, type PublishedKey } from './dkim-record.ts';
import { isAligned, readDmarc, type DmarcReading } from './dmarc.ts';
import type { DomainFinding } from './domain-check.ts';
import type { DomainNeeds } from './domain-records.ts';
import type { SendingSetup } from './sending-setup.ts';

/** What a look at a domain came to. */
export interface DomainLook {
  findings: DomainFinding[];
  /** Selectors of the keys that DNS publishes as they are. */
  publishedSelectors: string[];
  returnPath: boolean;
  tracking: boolean;
  /** Whether receivers can tell that mail is the domain's own, by DKIM or SPF; null: DNS did not say. */
  isAuthenticated: boolean | null;
}

/** Looks at everything that receivers look at. `signing`: the selectors of the keys that sign now. */
export async function checkDomain(
  dns: DnsReader,
  needs: DomainNeeds & { signing: string[] },
  setup: SendingSetup,
): Promise<DomainLook> {
  const { domain, keys, returnPathHost, trackingHost, signing } = needs;
  const dmarc = await readDmarc(dns, domain);
  const dkim = await Promise.all(keys.map((key) => checkDkim(dns, domain, key)));
  const returnPath = returnPathHost === null ? null : await checkReturnPath(dns, returnPathHost, setup);
  const tracking = trackingHost === null ? null : await checkTracking(dns, trackingHost, setup);
  const publishedSelectors = keys.filter((_, at) => dkim[at]!.verdict === 'ok').map(({ selector }) => selector);
  const modes = dmarc.kind === 'found' ? dmarc.policy : ({ dkim: 'relaxed', spf: 'relaxed' } as const);
  // Our signatures are made with the domain in From itself, which is aligned by either mode.
  const byDkim = publishedSelectors.some((selector) => signing.includes(selector));
  const bySpf =
    returnPath?.verdict === 'ok' &&
    isAligned(domain, returnPathHost ?? '', modes.spf) &&
    (await letsUsSend(dns, returnPathHost ?? '', setup)) === true;
  const findings = [
    ...dkim,
    ...(returnPath ? [returnPath] : []),
    await checkSpf(dns, domain, setup),
    describeDmarc(domain, dmarc),
    ...(tracking ? [tracking] : []),
    await checkMx(dns, domain),
    ...(await Promise.all(setup.sendingIps.map((ip) => checkPtr(dns, ip)))),
  ];
  const isUnsure = [...dkim, returnPath].some((finding) => finding?.verdict === 'unknown');
  return {
    findings,
    publishedSelectors,
    returnPath: returnPath?.verdict === 'ok',
    tracking: tracking?.verdict === 'ok',
    isAuthenticated: byDkim || bySpf ? true : isUnsure ? null : false,
  };
}

const noAnswer = {
  verdict: 'unknown',
  summary: 'DNS did not answer.',
  mend: 'Nothing to do: it is asked again soon.',
} as const;

async function checkDkim(dns: DnsReader, domain: string, key: PublishedKey): Promise<DomainFinding> {
  const name = dkimName(domain, key.selector);
  const answer = await dns.txt(name);
  const found = recordsOf(answer);
  const told = (verdict: DomainFinding['verdict'], summary: string, mend: string | null): DomainFinding => ({
    check: 'dkim',
    name,
    verdict,
    found,
    summary,
    mend,
  });
  if (answer.kind === 'failed') return { check: 'dkim', name, found, ...noAnswer };
  switch (dkimProblem(key, found)) {
    case null:
      return told('ok', 'The key in DNS is ours.', null);
    case 'missing':
      return told('missing', 'There is no key at this name.', 'Publish the record.');
    case 'several':
      return told(
        'wrong',
        'There is more than one key at this name, so receivers may take the wrong one.',
        'Leave only the record shown here.',
      );
    case 'revoked':
      return told(
        'wrong',
        'The record says that the key is revoked: its “p=” is empty.',
        'Replace it by the record shown here.',
      );
    case 'other_key':
      return told(
        'wrong',
        'There is another key at this name: it was cut off while copying, or belongs to somebody else.',
        'Replace it by the record shown here, its value whole.',
      );
    case 'other_kind':
      return told('wrong', 'The key at this name is of another kind.', 'Replace it by the record shown here.');
    case 'no_mail':
      return told(
        'wrong',
        'The record says that the key is not for mail (“s=”).',
        'Replace it by the record shown here.',
      );
  }
}

async function checkReturnPath(dns: DnsReader, name: string, { bounceDomain }: SendingSetup): Promise<DomainFinding> {
  const finding = await checkPointsTo(dns, { check: 'returnPath', name, target: bounceDomain });
  if (finding.verdict !== 'missing') return finding;
  // Who cannot have a CNAME there may name our host as the one that takes its mail.
  const mail = await dns.mx(name);
  const hosts = recordsOf(mail).map(({ exchange }) => plainName(exchange));
  if (hosts.includes(bounceDomain))
    return { ...finding, verdict: 'ok', found: hosts, summary: 'Its mail goes to us.', mend: null };
  return finding;
}

const checkTracking = (dns: DnsReader, name: string, { publicHost }: SendingSetup): Promise<DomainFinding> =>
  checkPointsTo(dns, { check: 'tracking', name, target: publicHost });

async function checkPointsTo(
  dns: DnsReader,
  { check, name, target }: { check: 'returnPath' | 'tracking'; name: string; target: string },
): Promise<DomainFinding> {
  const answer = await dns.cname(name);
  const found = recordsOf(answer).map(plainName);
  if (answer.kind === 'failed') return { check, name, found, ...noAnswer };
  if (found.length === 0)
    return {
      check,
      name,
      found,
      verdict: 'missing',
      summary: 'There is no CNAME at this name.',
      mend: 'Publish the record.',
    };
  if (found.includes(plainName(target)))
    return { check, name, found, verdict: 'ok', summary: `The name leads to ${target}.`, mend: null };
  const summary = `The name leads to ${found[0]} and not to ${target}.`;
  return { check, name, found, verdict: 'wrong', summary, mend: 'Replace it by the record shown here.' };
}

function describeDmarc(domain: string, reading: DmarcReading): DomainFinding {
  const base = { check: 'dmarc', name: `_dmarc.${domain}` } as const;
  switch (reading.kind) {
    case 'failed':
      return { ...base, found: [], ...noAnswer };
    case 'none':
      return {
        ...base,
        found: [],
        verdict: 'missing',
        summary: 'Neither the domain nor its organisation has a DMARC record.',
        mend: 'Publish the record.',
      };
    case 'several':
      return {
        ...base,
        name: reading.at,
        found: reading.records,
        verdict: 'wrong',
        summary: 'There is more than one DMARC record, so receivers use none of them.',
        mend: 'Leave only one of them.',
      };
    case 'unreadable':
      return {
        ...base,
        name: reading.at,
        found: [reading.record],
        verdict: 'wrong',
        summary: 'The record names a policy that does not exist.',
        mend: 'Write p=none, p=quarantine or p=reject after v=DMARC1.',
      };
    case 'found':
      return { ...base, name: reading.at, found: [reading.record], verdict: 'ok', ...describePolicy(reading) };
  }
}

function describePolicy({ policy }: Extract<DmarcReading, { kind: 'found' }>): {
  summary: string;
  mend: string | null;
} {
  const strict = [policy.dkim === 'strict' ? 'DKIM' : '', policy.spf === 'strict' ? 'SPF' : ''].filter(Boolean);
  const exact = strict.length > 0 ? ` ${strict.join(' and ')} must be of exactly this domain.` : '';
  const what = {
    none: 'Mail that is not yours is let through and reported',
    quarantine: 'Mail that is not yours is treated as suspicious',
    reject: 'Mail that is not yours is refused',
  }[policy.policy];
  const untold = policy.reports.length === 0 ? ' Reports go to nobody.' : '';
  return { summary: `${what} (p=${policy.policy}).${exact}${untold}`, mend: null };
}

async function checkMx(dns: DnsReader, domain: string): Promise<DomainFinding> {
  const answer = await dns.mx(domain);
  const base = { check: 'mx', name: domain, found: recordsOf(answer).map(({ exchange }) => exchange || '.') } as const;
  if (answer.kind === 'failed') return { ...base, ...noAnswer };
  const mend = 'Let the domain take mail, or let replies go to an address that does.';
  if (base.found.length === 1 && base.found[0] === '.')
    return {
      ...base,
      verdict: 'wrong',
      summary: 'The domain says that it takes no mail at all; many receivers then take none from it.',
      mend,
    };
  if (base.found.length > 0)
    return { ...base, verdict: 'ok', summary: 'The domain takes mail, so replies arrive.', mend: null };
  const hosts = await dns.addresses(domain);
  if (hosts.kind === 'failed') return { ...base, ...noAnswer };
  if (hosts.kind === 'found')
    return {
      ...base,
      found: hosts.records,
      verdict: 'ok',
      summary: 'The domain has no MX and takes mail at its own address.',
      mend: null,
    };
  return {
    ...base,
    verdict: 'missing',
    summary: 'Nothing takes mail for this domain: replies are lost, and some receivers refuse what comes from it.',
    mend,
  };
}

async function checkPtr(dns: DnsReader, ip: string): Promise<DomainFinding> {
  const answer = await dns.names(ip);
  const found = recordsOf(answer).map(plainName);
  const base = { check: 'ptr', name: ip, found } as const;
  const mend = 'Whoever runs the mail server must give this address a name that leads back to it.';
  if (answer.kind === 'failed') return { ...base, ...noAnswer };
  if (found.length === 0)
    return { ...base, verdict: 'missing', summary: 'The address that mail comes from has no name.', mend };
  for (const name of found)
    if (recordsOf(await dns.addresses(name)).includes(ip))
      return { ...base, verdict: 'ok', summary: `The address is called ${name}, which leads back to it.`, mend: null };
  return {
    ...base,
    verdict: 'wrong',
    summary: `The address is called ${found[0]}, which does not lead back to it.`,
    mend,
  };
}
