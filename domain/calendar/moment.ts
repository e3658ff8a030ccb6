import { z } from 'zod';
import { canBeKept } from './day.ts';

const outside = 'must lie in the years 1 to 9999, by UTC';

/** A moment that somebody gives: ISO 8601 with `Z` or an offset, in years that can be kept. */
export const Moment = z.iso
  .datetime({ offset: true, abort: true, error: 'must be an ISO 8601 time such as 2026-06-03T09:00:00Z' })
  .refine((text) => canBeKept(Date.parse(text)), { error: outside });

/** A day that somebody gives, such as 2026-06-03: without a time and without a zone, in years that can be kept. */
export const Day = z.iso
  .date({ abort: true, error: 'must be a day such as 2026-06-03' })
  .refine((text) => canBeKept(Date.parse(text)), { error: outside });
