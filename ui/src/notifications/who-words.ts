import type { Notification } from '../../../domain/notifications/notification.ts';

/** Who came to a step: "Ada Lovelace", "Ada Lovelace and Bo Diddley", "Ada Lovelace, Bo Diddley and 35 more". */
export function whoWords({ people, sample }: Pick<Notification, 'people' | 'sample'>): string {
  const names = sample.map(({ name }) => name).filter((name) => name !== '');
  const shown = names.slice(0, people > 2 ? 2 : people);
  const more = people - shown.length;
  if (shown.length === 0) return people === 1 ? 'One person' : `${people.toLocaleString('en')} people`;
  if (more === 0) return shown.join(' and ');
  return `${shown.join(', ')} and ${more === 1 ? 'one more' : `${more.toLocaleString('en')} more`}`;
}
