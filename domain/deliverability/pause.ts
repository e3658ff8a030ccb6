import { figuresOf, type DeliveryCounts, type DeliveryFigures } from './counts.ts';

/** What a domain of senders is warned of or paused for. */
export const pauseCauses = ['complaints', 'hardBounces', 'policyBlocks'] as const;

/** One of `pauseCauses`. */
export type PauseCause = (typeof pauseCauses)[number];

/** Whether a domain was paused for what became of its mail. */
export function isPauseCause(cause: string): cause is PauseCause {
  return (pauseCauses as readonly string[]).includes(cause);
}

/** From which share on it is warned and paused, of what, and how much must have been sent for it to mean anything. */
interface Threshold {
  warn: number;
  pause: number;
  least: number;
  of: 'delivered' | 'tried';
}

/**
 * Complaints as Gmail, Yahoo and Outlook say: less than 0.1 % is wanted, 0.3 % never to be reached. No RFC sets the others: they are
 * where providers begin to hold back all mail of a sender.
 */
export const thresholds: Record<PauseCause, Threshold> = {
  complaints: { warn: 0.001, pause: 0.003, least: 1000, of: 'delivered' },
  hardBounces: { warn: 0.02, pause: 0.05, least: 1000, of: 'tried' },
  policyBlocks: { warn: 0.02, pause: 0.1, least: 1000, of: 'tried' },
};

/** Days that are looked at one by one: what a day alone is too small to say, a week or a month may. */
export const pauseSpans = [1, 7, 30] as const;

/** What a domain is judged to be, with what it rests on. */
export type DomainVerdict =
  | { kind: 'fine' }
  | { kind: 'warn' | 'pause'; cause: PauseCause; part: number; whole: number; days: number };

/** The gravest that any of the spans says of a domain; of two as grave the cause that stands first, then the shortest span. */
export function judgeDomain(spans: readonly { days: number; figures: DeliveryFigures }[]): DomainVerdict {
  for (const kind of ['pause', 'warn'] as const)
    for (const cause of pauseCauses)
      for (const { days, figures } of spans) {
        const { [kind]: limit, least, of } = thresholds[cause];
        const [part, whole] = [figures[cause], figures[of]];
        if (whole >= least && part / whole >= limit) return { kind, cause, part, whole, days };
      }
  return { kind: 'fine' };
}

/** Judges each domain of senders by what became of its mail in each span. */
export function judgeSenders(
  spans: readonly { senderDomain: string; days: number; counts: DeliveryCounts }[],
): Map<string, DomainVerdict> {
  const own = new Map<string, { days: number; figures: DeliveryFigures }[]>();
  for (const { senderDomain, days, counts } of spans)
    own.set(senderDomain, [...(own.get(senderDomain) ?? []), { days, figures: figuresOf(counts) }]);
  return new Map([...own].map(([domain, spans]) => [domain, judgeDomain(spans)]));
}

/** "0.31 %" of a share that is close to a threshold. */
export function shareWords(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  return `${percent < 1 ? percent.toFixed(2) : percent.toFixed(1)} %`;
}

/** What is wrong, in words: "30 of 9,800 people called it spam (0.31 %)". */
export function causeWords(cause: PauseCause, { part, whole }: { part: number; whole: number }): string {
  const [some, all] = [part.toLocaleString('en'), whole.toLocaleString('en')];
  switch (cause) {
    case 'complaints':
      return `${some} of ${all} who got it called it spam (${shareWords(part, whole)})`;
    case 'hardBounces':
      return `${some} of ${all} addresses do not exist (${shareWords(part, whole)})`;
    case 'policyBlocks':
      return `${some} of ${all} messages were refused for what they are or whom they come from (${shareWords(part, whole)})`;
  }
}

/** What to do about it. */
export const causeAdvice: Record<PauseCause, string> = {
  complaints:
    'Write only to people who asked for it, and less often to those who do not read it. Look at the last campaign before you let it go on.',
  hardBounces:
    'The addresses of the last campaign are old or bought. Clean the list before you let it go on: what bounced is suppressed already.',
  policyBlocks:
    'Receivers do not trust the sender or what is written. Check SPF, DKIM and DMARC, and whether the domain is on a block list, before you let it go on.',
};

/** Reads "30/9800" back, as it is kept with a pause; null for any other code. */
export function readEvidence(code: string | null): { part: number; whole: number } | null {
  const match = /^(\d+)\/(\d+)$/.exec(code ?? '');
  return match ? { part: Number(match[1]), whole: Number(match[2]) } : null;
}
