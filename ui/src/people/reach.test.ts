import { expect, it } from 'vitest';
import { reachOf } from './reach.ts';

const fine = { email: 'a@b.test', consent: 'granted', suppressed: null, emailStatus: 'ok' } as const;

it.each([
  [fine, 'Consent', 'good'],
  [{ ...fine, consent: 'unknown' as const }, 'No consent', 'neutral'],
  [{ ...fine, consent: 'denied' as const }, 'Opted out', 'bad'],
  [{ ...fine, suppressed: 'complaint' as const }, 'Complained', 'bad'],
  [{ ...fine, emailStatus: 'bounced' as const }, 'Bounced', 'bad'],
  [{ ...fine, email: null, suppressed: 'manual' as const }, 'No address', 'neutral'],
])('%j → %s', (person, label, tone) => expect(reachOf(person)).toMatchObject({ label, tone }));
