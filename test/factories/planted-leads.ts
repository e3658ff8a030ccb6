import { drawWithout, randomFrom } from '../../domain/random.ts';
import type { PersonFeatures } from '../../domain/scoring/features.ts';
import type { Observed } from '../../domain/segments/suggestions/discover.ts';

const titles = ['Buyer', 'Founder', 'Head of Operations', 'IT Manager', 'Office Manager'];
const countries = ['DE', 'FR', 'GB', 'PT', 'US', 'JP'];
const sources = ['Website', 'Webinar', 'Trade fair', 'Referral'];

/**
 * 2,000 made-up leads of whom 200 (buyers who looked at a page six times and more, three times in the last 30 days) convert five times as often as the others.
 * Nothing else about them has anything to do with it.
 */
export function plantCluster(seed: number, { people = 2000, cluster = 200, rate = 0.06 } = {}): Observed[] {
  const random = randomFrom(seed);
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  return Array.from({ length: people }, (_, at) => {
    const isPlanted = at < cluster;
    const visits = isPlanted ? 6 + Math.floor(random() * 6) : Math.floor(random() * 12);
    const title = isPlanted ? 'Buyer' : oneOf(titles);
    const features: PersonFeatures = {
      'person.jobTitle': !isPlanted && title === 'Buyer' && visits >= 6 ? 'Founder' : title,
      'person.country': random() < 0.1 ? null : oneOf(countries),
      'person.leadSource': oneOf(sources),
      'attributes.seats': Math.floor(random() * 400),
      'attributes.trial': oneOf(['true', 'false']),
      'attributes.renewal': random() * 700 - 200,
      'page_view.30': Math.floor(visits / 2),
      'page_view.ever': visits,
      'click.30': Math.floor(random() * 3),
      'click.ever': Math.floor(random() * 6),
      'open.ever': Math.floor(random() * 12),
    };
    return { personId: `person ${seed} ${at}`, features, converted: random() < (isPlanted ? rate * 5 : rate) };
  });
}

/** The same people with their outcomes handed round at random. */
export function shuffled(people: readonly Observed[], seed: number): Observed[] {
  const outcomes = drawWithout(people, people.length, randomFrom(seed)).map(({ converted }) => converted);
  return people.map((one, at) => ({ ...one, converted: outcomes[at]! }));
}

/** The attributes of `plantCluster`. */
export const plantedAttributes = [
  { key: 'seats', type: 'number' },
  { key: 'trial', type: 'boolean' },
  { key: 'renewal', type: 'date' },
] as const;
