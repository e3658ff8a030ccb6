import type { DeliveryCounts } from './counts.ts';

/** How much of what was sent came from domains whose mail is signed, 0 to 1; null where nothing was sent. */
export function signedShare(
  senders: readonly { senderDomain: string; counts: DeliveryCounts }[],
  signed: ReadonlySet<string>,
): number | null {
  const sum = (own: typeof senders) => own.reduce((all, { counts }) => all + (counts.sent ?? 0), 0);
  const all = sum(senders);
  return all === 0 ? null : sum(senders.filter(({ senderDomain }) => signed.has(senderDomain))) / all;
}
