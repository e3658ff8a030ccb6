import { recordsOf, type DnsReader } from '../dns/reader.ts';
import type { DomainFinding } from './domain-check.ts';
import { spfValue } from './domain-records.ts';
import type { SendingSetup } from './sending-setup.ts';
import { isSpfRecord } from './spf-record.ts';
import { readSpf, type SpfProblem, type SpfReading } from './spf.ts';

const problems: Record<SpfProblem, (about: string) => [summary: string, mend: string]> = {
  several_records: (about) => [
    `${about} has more than one SPF record, so receivers use none of them.`,
    'Put everything into one record and remove the others.',
  ],
  too_many_lookups: (about) => [
    `The record makes receivers ask DNS more than ten times (at ${about}), so they give up.`,
    'Take out includes that you do not use any more, or write their addresses down as ip4: and ip6:.',
  ],
  too_many_void: (about) => [
    `The record names several hosts that do not exist, ${about} among them, so receivers give up.`,
    'Take these hosts out of the record.',
  ],
  unreadable: (about) => [`“${about}” in the record is no term of SPF.`, 'Correct or remove this term.'],
  include_without_record: (about) => [
    `The record includes ${about}, which has no SPF record.`,
    `Remove ${about} from the record.`,
  ],
  loop: (about) => [`The record leads in a circle, back to ${about}.`, 'Remove the include that leads back.'],
};

/** Whether the record of `name` lets everything through that the installation sends from; null: the operator did not say what that is. */
export async function letsUsSend(dns: DnsReader, name: string, setup: SendingSetup): Promise<boolean | null> {
  if (spfValue(setup) === null) return null;
  return (await missingOf(dns, await readSpf(dns, { domain: name, ip: null }), { name, setup })).length === 0;
}

/** Checks the SPF record of a name: that there is one, that receivers can use it, and that it names the machines that send. */
export async function checkSpf(dns: DnsReader, name: string, setup: SendingSetup): Promise<DomainFinding> {
  const found = recordsOf(await dns.txt(name)).filter(isSpfRecord);
  const told = (verdict: DomainFinding['verdict'], summary: string, mend: string | null): DomainFinding => ({
    check: 'spf',
    name,
    verdict,
    found,
    summary,
    mend,
  });
  const reading = await readSpf(dns, { domain: name, ip: null });
  if (reading.result === 'temperror')
    return told('unknown', 'DNS did not answer.', 'Nothing to do: it is asked again soon.');
  if (reading.problem) return told('wrong', ...problems[reading.problem](reading.about ?? name));
  const value = spfValue(setup);
  if (reading.result === 'none') {
    const mend =
      value === null
        ? 'Ask whoever runs your mail server what to put there; this installation was not told.'
        : 'Publish the record.';
    return told('missing', 'There is no SPF record.', mend);
  }
  const missing = await missingOf(dns, reading, { name, setup });
  if (missing.length > 0) {
    const mend = `Add ${missing.join(' and ')} to the record that is there, before its “all”. A second record would make both useless.`;
    return told('wrong', 'There is a record, and it does not name the machines that send your mail.', mend);
  }
  const summary =
    value === null
      ? `The record can be read, with ${reading.lookups} of 10 look-ups. Which machines send is not known to this installation.`
      : `The record names the machines that send your mail, with ${reading.lookups} of 10 look-ups.`;
  return told('ok', summary, null);
}

/** The terms that a record lacks. */
async function missingOf(
  dns: DnsReader,
  reading: SpfReading,
  { name, setup }: { name: string; setup: SendingSetup },
): Promise<string[]> {
  const { spfInclude, sendingIps } = setup;
  if (reading.result === 'none' || reading.problem !== null) return ['the record'];
  if (spfInclude !== null && reading.visited.includes(spfInclude)) return [];
  const missing: string[] = [];
  for (const ip of sendingIps) {
    const { result } = await readSpf(dns, { domain: name, ip });
    if (result !== 'pass') missing.push(`${ip.includes(':') ? 'ip6' : 'ip4'}:${ip}`);
  }
  if (spfInclude !== null && (sendingIps.length === 0 || missing.length > 0)) return [`include:${spfInclude}`];
  return missing;
}
