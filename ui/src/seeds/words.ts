import { placementWords } from '../../../domain/seeds/placement-words.ts';
import type { LackingProvider } from '../../../domain/seeds/coverage.ts';
import type { ProviderPlacement, SeedSend } from '../../../domain/seeds/placement.ts';
import { obstacleWords } from '../../../domain/outbox/obstacle-words.ts';
import { count, plural, share } from '../lib/format.ts';

/** Where copies of one provider or of several landed, in a sentence; those of which it is known, and how many of them it is not. */
export function placementSentence(providers: readonly ProviderPlacement[]): string {
  const sum = (name: 'sent' | 'inbox' | 'other' | 'spam' | 'missing' | 'unknown') =>
    providers.reduce((all, provider) => all + provider[name], 0);
  const unknown = sum('unknown');
  const known = sum('sent') - unknown;
  if (known === 0) return 'Nobody has said or found yet where they landed.';
  const elsewhere = [
    [sum('other'), 'in another folder'],
    [sum('spam'), 'among spam'],
    [sum('missing'), 'nowhere'],
  ] as const;
  const parts = elsewhere.filter(([copies]) => copies > 0).map(([copies, where]) => `, ${count(copies)} ${where}`);
  const rest = unknown === 0 ? '' : ` Of ${count(unknown)} more it is not known.`;
  return `${count(sum('inbox'))} of ${plural(known, 'copy', 'copies')} landed in the inbox${parts.join('')}.${rest}`;
}

/** What is said of a provider that the list lacks. */
export function lackingWords({ name, messages, of }: LackingProvider): string {
  return `${name} takes ${share(messages, of) ?? 'much'} of your mail, and no mailbox there is on the seed list: nobody sees where it lands.`;
}

/** What became of a copy, and how it looks. */
export function stateOf(send: SeedSend): { label: string; tone: 'good' | 'warn' | 'bad' | 'neutral'; note: string } {
  const { status, reason, placement, folder } = send;
  if (placement !== null) {
    const tone = placement === 'inbox' ? 'good' : placement === 'other' ? 'warn' : 'bad';
    // “Inbox, INBOX” would say it twice.
    return { label: placementWords[placement], tone, note: placement === 'inbox' ? '' : (folder ?? '') };
  }
  switch (status) {
    case 'queued':
      return { label: 'On its way', tone: 'neutral', note: '' };
    case 'sent':
      return { label: 'Sent', tone: 'neutral', note: 'Not known where it landed' };
    case 'uncertain':
      return { label: 'Uncertain', tone: 'warn', note: 'May or may not have arrived; it is not sent again' };
    case 'failed':
      return { label: 'Not taken', tone: 'bad', note: reason?.replaceAll('_', ' ') ?? '' };
    case 'skipped':
      return { label: 'Left out', tone: 'neutral', note: reason === null ? '' : obstacleWords(reason) };
    case 'cancelled':
      return { label: 'Cancelled', tone: 'neutral', note: '' };
  }
}
