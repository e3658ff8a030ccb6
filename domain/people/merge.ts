import type { Person } from './person.ts';

/**
 * What the record that stays takes over from the other one where it lacks it; own attributes, e-mail and external id are filled the
 * same way. Whatever is not named here is either decided by a rule of its own or lost.
 */
export const filledFields = [
  'firstName',
  'lastName',
  'phone',
  'jobTitle',
  'accountId',
  'company',
  'street',
  'city',
  'region',
  'postalCode',
  'country',
  'language',
  'timeZone',
  'leadSource',
  'ownerId',
  'convertedAt',
] as const satisfies readonly (keyof Person)[];

/** One of `filledFields`. */
export type FilledField = (typeof filledFields)[number];
