import { fromLocalInput } from '../lib/format.ts';

/** How a series repeats, as a person chooses it. */
export type Repeat = 'weekly' | 'biweekly' | 'monthlyDay' | 'monthlyWeekday' | 'rule';

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const ordinals = ['first', 'second', 'third', 'fourth', 'last'];

/** The choices for a first day ("2026-09-07T09:00"), in words that name it. */
export function repeatChoices(local: string): { value: Repeat; label: string }[] {
  const { weekday, day, week } = dayOf(local);
  return [
    { value: 'weekly', label: `Every ${weekdayNames[weekday]}` },
    { value: 'biweekly', label: `Every second ${weekdayNames[weekday]}` },
    { value: 'monthlyWeekday', label: `Every month on the ${ordinals[week - 1]} ${weekdayNames[weekday]}` },
    { value: 'monthlyDay', label: `Every month on day ${day}` },
    { value: 'rule', label: 'By a rule of your own' },
  ];
}

/** The recurrence rule (RFC 5545) of a choice; months without the day are left out. */
export function ruleOf(repeat: Repeat, local: string, count: number): string {
  const { weekday, day, week } = dayOf(local);
  const end = `COUNT=${count}`;
  switch (repeat) {
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${weekdays[weekday]};${end}`;
    case 'biweekly':
      return `FREQ=WEEKLY;INTERVAL=2;BYDAY=${weekdays[weekday]};${end}`;
    case 'monthlyWeekday':
      return `FREQ=MONTHLY;BYDAY=${week === 5 ? -1 : week}${weekdays[weekday]};${end}`;
    case 'monthlyDay':
      return `FREQ=MONTHLY;BYMONTHDAY=${day};${end}`;
    case 'rule':
      return '';
  }
}

/** What the weekday, the day of the month and its place among its weekdays are; today's where there is no day yet. */
function dayOf(local: string): { weekday: number; day: number; week: number } {
  const at = new Date(fromLocalInput(local, 'UTC') ?? Date.now());
  const day = at.getUTCDate();
  return { weekday: at.getUTCDay(), day, week: Math.ceil(day / 7) };
}
