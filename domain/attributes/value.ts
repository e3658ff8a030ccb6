import { canBeKept } from '../calendar/day.ts';
import type { AttributeType } from './attribute.ts';

/** The order of day, month and year in dates written with numbers. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

/** A value read from text: a number, a truth value, an ISO 8601 moment or text; or why it is none. */
export type ReadValue = { value: string | number | boolean } | { problem: string };

const truths = new Map<string, boolean>([
  ...['true', 't', 'yes', 'y', '1', 'on', 'x'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', '0', 'off'].map((word) => [word, false] as const),
]);

/** Reads a cell as a value of `type`. An empty cell is no value and is not given to this function. */
export function readAttribute(type: AttributeType, text: string, order: DateOrder = 'ymd'): ReadValue {
  switch (type) {
    case 'text':
      return text.length > 4000 ? { problem: 'is longer than 4,000 characters' } : { value: text };
    case 'number':
      return readNumber(text);
    case 'boolean': {
      const value = truths.get(text.toLowerCase());
      return value === undefined ? { problem: 'is neither yes nor no' } : { value };
    }
    case 'date':
      return readDate(text, order);
  }
}

function readNumber(text: string): ReadValue {
  const grouped = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text);
  if (!grouped && !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text)) return { problem: 'is not a number' };
  const value = Number(grouped ? text.replaceAll(',', '') : text);
  return Number.isFinite(value) ? { value } : { problem: 'is not a number' };
}

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
const numeric = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?)?$/i;

/** Without an offset a date is midnight UTC, and a time is UTC. */
function readDate(text: string, order: DateOrder): ReadValue {
  const parts = iso.exec(text);
  if (parts) {
    const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', offset = 'Z'] = parts;
    const zone = offset === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
    return checkDate(`${year}-${month}-${day}`, `T${hour}:${minute}:${second}.${fraction.slice(0, 3)}${zone}`);
  }
  const numbers = numeric.exec(text);
  if (!numbers) return { problem: 'is not a date' };
  const [a, b, c] = [numbers[1] ?? '', numbers[2] ?? '', numbers[3] ?? ''];
  const [year, month, day] = order === 'ymd' ? [a, b, c] : order === 'dmy' ? [c, b, a] : [c, a, b];
  if (year.length !== 4 || month.length > 2 || day.length > 2)
    return { problem: 'is not a date in the order that was chosen' };
  return checkDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, `T${timeOfDay(numbers)}Z`);
}

/** "2:05 PM" after a date written with numbers, as 14:05:00; midnight if there is no time. */
function timeOfDay([, , , , hour = '0', minute = '00', second = '00', half]: RegExpExecArray): string {
  const shown = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  return `${String(shown).padStart(2, '0')}:${minute}:${second}`;
}

/** Date rolls 31 February over into March: only what reads back as it was written is a date. */
function checkDate(day: string, time: string): ReadValue {
  const midnight = new Date(`${day}T00:00:00Z`);
  const moment = new Date(day + time);
  if (Number.isNaN(moment.getTime()) || midnight.toISOString().slice(0, 10) !== day)
    return { problem: 'is not a date' };
  if (!canBeKept(moment.getTime())) return { problem: 'is not a date in the years 1 to 9999' };
  return { value: moment.toISOString() };
}
