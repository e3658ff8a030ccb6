import type { Person } from '../../../domain/people/person.ts';
import type { SuppressionReason } from '../../../domain/suppressions/suppression.ts';

/** Whether marketing may go to someone, in a word and in a sentence. */
export interface Reach {
  label: string;
  tone: 'good' | 'bad' | 'neutral';
  why: string;
}

/** Suppressions in the words of a badge. */
export const suppressionWords: Record<SuppressionReason, string> = {
  unsubscribe: 'Unsubscribed',
  hard_bounce: 'Bounced',
  complaint: 'Complained',
  manual: 'Suppressed by hand',
  erased: 'Erased',
};

/** Whether marketing may go to a person; what stops everything comes before what stops marketing. */
export function reachOf(person: Pick<Person, 'consent' | 'suppressed' | 'emailStatus' | 'email'>): Reach {
  if (!person.email) return { label: 'No address', tone: 'neutral', why: 'Gets no mail: no address is known.' };
  if (person.suppressed) {
    return {
      label: suppressionWords[person.suppressed],
      tone: 'bad',
      why: `Gets no marketing: the address is suppressed (${suppressionWords[person.suppressed].toLowerCase()}).`,
    };
  }
  if (person.emailStatus === 'invalid' || person.emailStatus === 'bounced') {
    return {
      label: person.emailStatus === 'invalid' ? 'Invalid address' : 'Bounced',
      tone: 'bad',
      why: 'Gets no mail: it cannot be delivered.',
    };
  }
  if (person.consent === 'granted') return { label: 'Consent', tone: 'good', why: 'May get marketing.' };
  if (person.consent === 'denied') return { label: 'Opted out', tone: 'bad', why: 'Gets no marketing: opted out.' };
  return { label: 'No consent', tone: 'neutral', why: 'Gets no marketing: no consent is known.' };
}
