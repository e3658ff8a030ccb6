import { placementWords } from '../../../domain/seeds/placement-words.ts';
import type { LackingProvider } from '../../../domain/seeds/coverage.ts';
import type { ProviderPlacement, SeedSend } from '../../../domain/seeds/placement.ts';
import { obstacleWords } from '../../../domain/outbox/obstacle-words.ts';
import { count, plural, share } from '../lib/format.ts';

/** Where copies landed, in a sentence; of those of which it is known. */
export function placementSentence(providers: readonly ProviderPlacement[]): string {
  const sum = (name: 'sent' | 'inbox' | 'spam' | 'missing' | 'unknown') =>
    providers.reduce((all, provider) => all + provider[name], 0);
  const known = sum('sent') - sum('unknown');
  if (known === 0) return 'Nobody has said or found yet where they landed.';
  const bad = sum('spam') + sum('missing');
  const head = `${count(sum('inbox'))} of ${plural(known, 'copy', 'copies')} landed in the inbox`;
  return bad === 0
    ? `${head}, none among spam.`
    : `${head}, ${count(sum('spam'))} among spam, ${count(sum('missing'))} nowhere.`;
}

/** What is said of a provider that the list lacks. */
export function lackingWords({ name, messages, of }: LackingProvider): string {
  return `${name} takes ${share(messages, of) ?? 'much'} of your mail, and no mailbox there is on the seed list: where it lands nobody sees.`;
}

/** What became of a copy, and how it looks. */
export function stateOf(send: SeedSend): { label: string; tone: 'good' | 'warn' | 'bad' | 'neutral'; note: string } {
  const { status, reason, placement, folder } = send;
  if (placement !== null) {
    const tone = placement === 'inbox' ? 'good' : placement === 'other' ? 'warn' : 'bad';
    return { label: placementWords[placement], tone, note: folder ?? '' };
  }
  switch (status) {
    case 'queued':
      return { label: 'On its way', tone: 'neutral', note: '' };
    case 'sent':
      return { label: 'Sent', tone: 'neutral', note: 'Not known where it landed' };
    case 'uncertain':
      return { label: 'Uncertain', tone: 'warn', note: 'Nobody can say whether it went out; it is not sent again' };
    case 'failed':
      return { label: 'Not taken', tone: 'bad', note: reason?.replaceAll('_', ' ') ?? '' };
    case 'skipped':
      return { label: 'Left out', tone: 'neutral', note: reason === null ? '' : obstacleWords(reason) };
    case 'cancelled':
      return { label: 'Cancelled', tone: 'neutral', note: '' };
  }
}
