import { z } from 'zod';
import { Day } from '../calendar/moment.ts';

/** A day that can be a holiday, such as 2026-12-25: waits reach into no other century. */
export const HolidayDay = Day.refine((day) => day >= '2000-01-01' && day <= '2199-12-31', {
  error: 'must lie between 2000-01-01 and 2199-12-31',
});

/** A day that is no business day, and what it is called: as it is given and as the API shows it. */
export const Holiday = z.strictObject({
  day: HolidayDay,
  name: z
    .string()
    .trim()
    .min(1, 'must not be empty: write what the day is called')
    .max(120, 'must have at most 120 characters')
    // No pattern: JSON Schema knows no flags, and the document would say one that matches nothing.
    .refine((name) => !/\p{Cc}/u.test(name), 'must be one line of text'),
});

/** A day that is no business day, and what it is called. */
export type Holiday = z.infer<typeof Holiday>;

/** Most holidays of one request or file. */
export const mostHolidays = 2000;

/** What became of one holiday: its place in the request (from 0), the row of the file or the entry of the calendar (from 1). */
export const HolidayResult = z.object({
  row: z.int(),
  day: z.string(),
  name: z.string(),
  result: z.enum(['added', 'changed', 'unchanged', 'rejected']),
  /** Why it was rejected, and how to mend it. */
  message: z.string().optional(),
});

/** What became of one holiday. */
export type HolidayResult = z.infer<typeof HolidayResult>;

/** A row that is good or says what is wrong with it. */
export type HolidayRow = { row: number; input: Holiday } | { row: number; rejected: HolidayResult };

/** Checks one row: what it says, or why it is rejected. */
export function readHoliday(row: number, values: { day: string; name: string }): HolidayRow {
  const parsed = Holiday.safeParse(values);
  if (parsed.success) return { row, input: parsed.data };
  const [issue] = parsed.error.issues;
  return rejectHoliday(row, values, `${issue?.path.join('.') || 'row'}: ${issue?.message}`);
}

/** A row that cannot be a holiday, with the reason. */
export function rejectHoliday(row: number, values: { day: string; name: string }, message: string): HolidayRow {
  const [day, name] = [values.day.slice(0, 40), values.name.slice(0, 120)];
  return { row, rejected: { row, day, name, result: 'rejected', message } };
}
