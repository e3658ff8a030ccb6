import { receiverOf } from '../delivery/provider.ts';
import { addCounts, figuresOf, type DeliveryCounts, type DeliveryFigures } from './counts.ts';
import { scoreOf, type Score } from './score.ts';
import { signedShare } from './signed-share.ts';

/** What became of mail from one domain to another. */
export interface MailBetween {
  senderDomain: string;
  /** Empty where nobody of it is left. */
  receivingDomain: string;
  /** Who takes the mail of the receiving domain, as its MX said; null: it does itself. Left out: nobody has asked. */
  hosted?: string | null;
  counts: DeliveryCounts;
}

/** What became of some mail, with its score and what that is made of. */
export interface Fare extends Score {
  counts: DeliveryCounts;
  figures: DeliveryFigures;
}

/** Adds up what became of some mail and scores it; `signed` are the domains whose mail is signed. */
export function fareOf(rows: readonly MailBetween[], signed: ReadonlySet<string>): Fare {
  const counts = addCounts(rows.map((row) => row.counts));
  const figures = figuresOf(counts);
  return { counts, figures, ...scoreOf(figures, signedShare(rows, signed)) };
}

/** The same for each domain of senders, the one with the most mail first. */
export function fareBySender(
  rows: readonly MailBetween[],
  signed: ReadonlySet<string>,
): (Fare & { senderDomain: string })[] {
  return [...groupBy(rows, ({ senderDomain }) => senderDomain)]
    .map(([senderDomain, own]) => ({ senderDomain, ...fareOf(own, signed) }))
    .sort((a, b) => b.figures.tried - a.figures.tried);
}

/** Who receives mail, with all of its domains together. */
export interface ReceiverFare extends Fare {
  key: string;
  name: string;
  domains: number;
}

/** The same for each provider, or organisation that takes its mail itself, the one with the most mail first. */
export function fareByReceiver(rows: readonly MailBetween[], signed: ReadonlySet<string>): ReceiverFare[] {
  const receiver = ({ receivingDomain, hosted }: MailBetween) => receiverOf(receivingDomain, hosted);
  return [...groupBy(rows, (row) => receiver(row).key)]
    .map(([key, own]) => ({
      key,
      name: own[0] ? receiver(own[0]).name : key,
      domains: new Set(own.map(({ receivingDomain }) => receivingDomain)).size,
      ...fareOf(own, signed),
    }))
    .sort((a, b) => b.figures.tried - a.figures.tried || (a.name < b.name ? -1 : 1));
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
