import type { Finding } from '../campaigns/preflight.ts';
import type { Provider } from '../delivery/provider.ts';
import type { LackingProvider } from '../seeds/coverage.ts';
import { causeAdvice, causeWords, shareWords, type DomainVerdict } from './pause.ts';
import { scoreWord } from './score.ts';
import { sunsetDays } from './sunset.ts';

/** What is known of the domain that a message comes from. */
export interface SenderFacts {
  domain: string;
  /** Everything from it waits until somebody lets it go on. */
  isStopped: boolean;
  verdict: DomainVerdict;
  /** Its policy in DNS; missing: there is none; null: nobody has looked, or DNS did not answer. */
  dmarc: 'none' | 'quarantine' | 'reject' | 'missing' | null;
}

/** What receivers may hold against the domain that a message comes from, before it goes. */
export function senderHints({ domain, isStopped, verdict, dmarc }: SenderFacts): Finding[] {
  const hints: Finding[] = [];
  const hint = (code: string, message: string) => hints.push({ severity: 'warning', code, message, where: 'sender' });
  if (isStopped)
    hint(
      'sender_stopped',
      `Mail from ${domain} is stopped: what is sent now waits until an administrator lets it go on. Deliverability says why.`,
    );
  else if (verdict.kind !== 'fine') {
    const of = verdict.days === 1 ? 'the last day' : `the last ${verdict.days} days`;
    hint(
      'sender_near_pause',
      `Mail from ${domain} is close to being paused: in ${of} ${causeWords(verdict.cause, verdict)}. ${causeAdvice[verdict.cause]}`,
    );
  }
  if (dmarc === 'missing')
    hint(
      'dmarc_missing',
      `${domain} has no DMARC record, which Gmail, Yahoo and Outlook require of everybody who sends to many. Publish the one under Settings, Senders.`,
    );
  if (dmarc === 'none')
    hint(
      'dmarc_none',
      `The DMARC record of ${domain} says p=none: mail that others send in its name gets through. Once its reports show nobody but you, set p=quarantine.`,
    );
  return hints;
}

/** How a receiver is written to at present. */
export interface Patience {
  /** Who asked for it: the receiver, or one of its domains, and how many people have their address there. */
  name: string;
  people: number;
  /** Until when nothing goes there because it asked for patience; as people read it, with its zone. Null: it does. */
  until: string | null;
  /** Messages a second, lower than usual because it asked for patience. */
  perSecond: number;
}

/** Who would get a message, by who takes their mail. */
export interface AudienceFacts {
  recipients: number;
  receivers: readonly (Provider & {
    people: number;
    /** What it thinks of this sender's mail of the last month; null: too little to tell. */
    score: number | null;
    patience: Patience | null;
  })[];
  role: number;
  disposable: number;
  typo: number;
  /** Of those that take much of it, the ones that no seed is at, where copies go to the seed list. */
  lacking: readonly LackingProvider[];
  /** Who got several messages and read none; null: that took too long to find out. */
  silent: number | null;
}

/** From which share of an audience on something is said of it. */
const worthSaying = { receiver: 0.1, addresses: 0.01, silent: 0.1 };

/** What receivers may hold against an audience, with how many people it is and what to do. */
export function audienceHints({ recipients, receivers, lacking, ...marked }: AudienceFacts): Finding[] {
  if (recipients === 0) return [];
  const hints: Finding[] = [];
  const hint = (code: string, message: string) => hints.push({ severity: 'warning', code, message, where: 'audience' });
  const part = (some: number) => `${count(some)} of ${people(recipients)} (${shareWords(some, recipients)})`;
  for (const { name, people: theirs, score, patience } of receivers) {
    if (patience) hint('receiver_slow', patienceWords(patience));
    if (score !== null && scoreWord(score) === 'poor' && theirs / recipients >= worthSaying.receiver)
      hint(
        'receiver_poor',
        `${name} takes the mail of ${part(theirs)}, and this sender scores ${score} of 100 there. Write first to those there who read your mail, and see under Deliverability what it objects to.`,
      );
  }
  for (const { name, messages } of lacking)
    hint(
      'no_seed',
      `${name} takes the mail of ${part(messages)}, and no mailbox there is on the seed list: nobody will see whether it lands in the inbox. Add one under Settings, Seed list.`,
    );
  const { role, disposable, typo, silent } = marked;
  if ((role + disposable + typo) / recipients >= worthSaying.addresses) {
    const kinds = [
      typo > 0 && `${count(typo)} mistyped`,
      disposable > 0 && `${count(disposable)} disposable`,
      role > 0 && `${count(role)} of a role such as info@`,
    ].filter((kind) => kind !== false);
    hint(
      'poor_addresses',
      `Among ${count(recipients)} ${recipients === 1 ? 'address' : 'addresses'}: ${kinds.join(', ')}. They come back, or nobody reads them: make a list of them under Deliverability and leave it out, or suppress them there.`,
    );
  }
  if (silent !== null && silent / recipients >= worthSaying.silent)
    hint(
      'never_read',
      `${part(silent)} got three messages or more in ${sunsetDays} days and read none. Make a segment of them under Deliverability and leave it out, or ask them once whether they still want mail.`,
    );
  return hints;
}

/** What is said where the warm-up of a sender lets fewer through on its first day than there are people. */
export function warmUpHint(
  recipients: number,
  { days, first, sender }: { days: number; first: number; sender: string },
): Finding | null {
  if (days <= 1 || recipients === 0) return null;
  return {
    severity: 'warning',
    code: 'warm_up',
    message: `${sender} is being warmed up: ${count(first)} of ${count(recipients)} messages may go on the first day, and the last ones on day ${days}. Start on time for that, or write first to those who read most.`,
    where: 'sender',
  };
}

/** What is said in place of hints of an audience that takes too long to look through. */
export const receiversUnknown: Finding = {
  severity: 'warning',
  code: 'receivers_unknown',
  message:
    'Which providers take the mail of these people could not be found out in time. Deliverability says how each provider treats yours.',
  where: 'audience',
};

function patienceWords({ name, people: theirs, until, perSecond }: Patience): string {
  const slow = `${name} asked to slow down`;
  const who = theirs === 1 ? 'the person' : `the ${people(theirs)}`;
  if (until !== null)
    return `${slow}: nothing goes there until ${until}, and ${who} there ${theirs === 1 ? 'gets' : 'get'} it after that. Nothing has to be done.`;
  const minutes = Math.ceil(theirs / perSecond / 60);
  return `${slow} and is written to more slowly for now: ${who} there ${theirs === 1 ? 'takes' : 'take'} about ${minutes === 1 ? 'a minute' : `${count(minutes)} minutes`}. Nothing has to be done.`;
}

const count = (number: number): string => number.toLocaleString('en');
const people = (number: number): string => `${count(number)} ${number === 1 ? 'person' : 'people'}`;
