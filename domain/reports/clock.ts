import { z } from 'zod';
import { hourNames } from './hours.ts';
import { Span } from './span.ts';
import { Freshness } from './activity.ts';

/** When people answer: by weekday (0 Monday … 6 Sunday) and hour of the organisation's clock. */
export const ClockReport = z.object({
  ...Span.shape,
  timeZone: z.string(),
  figure: z.enum(hourNames),
  cells: z.array(
    z.object({ weekday: z.int().min(0).max(6), hour: z.int().min(0).max(23), value: z.int(), sent: z.int() }),
  ),
  total: z.int(),
  freshness: Freshness,
});

/** When people answer. */
export type ClockReport = z.infer<typeof ClockReport>;
