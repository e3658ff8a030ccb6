import { fromLocalInput, toLocalInput } from './format.ts';

/**
 * The moment that a `datetime-local` control says; null where it is empty or says no time. One that still shows `was` means that moment,
 * with its seconds, and which of two it is in the hour that a clock shows twice.
 */
export function typedMoment(local: string, timeZone: string, was: string | null): string | null {
  return was !== null && toLocalInput(was, timeZone) === local ? was : fromLocalInput(local, timeZone);
}
