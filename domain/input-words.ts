import { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;

/** What a type of zod is called by people who send or write a value. */
const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  set: 'a list',
  object: 'an object',
  record: 'an object',
  map: 'an object',
  date: 'a date',
  null: 'null',
  file: 'a file',
};

const formats: Record<string, string> = {
  email: 'must be an e-mail address such as ada@example.com',
  url: 'must be an address such as https://www.example.com',
  datetime: 'must be an ISO 8601 time such as 2026-06-03T09:00:00Z',
  date: 'must be a day such as 2026-06-03',
  time: 'must be a time such as 09:00',
  uuid: 'must be a UUID',
};

/** So many allowed values are named; of more, the first ones. */
const mostNamed = 40;

/** From now on every schema without words of its own says what is wrong in ours. Call it before input is read. */
export function speakPlainly(): void {
  z.config({ localeError: inputWords });
}

/**
 * What is wrong with a value and how it would be right, to stand behind the name of its field: "must not be empty". Words that a schema
 * has of its own go before these.
 */
export function inputWords(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue);
    case 'invalid_value':
      return `must be ${named(issue.values)}`;
    case 'too_small':
      return smallWords(issue);
    case 'too_big':
      return bigWords(issue);
    case 'invalid_format':
      return formatWords(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `has unknown fields: ${issue.keys.join(', ')}; remove them`;
    case 'invalid_union':
      return issue.inclusive !== false && issue.options?.length
        ? `must be ${named(issue.options)}`
        : 'does not match any of the allowed forms';
    default:
      return 'is not valid';
  }
}

function typeWords({ expected, input }: RawIssue & { code: 'invalid_type' }): string {
  if (input === undefined) return 'is missing';
  return `must be ${kinds[expected] ?? expected}`;
}

/** What is counted of a value that has a length; null where its size is the number itself. */
function unitOf(origin: string, count: number | bigint): string | null {
  const one = Number(count) === 1;
  if (origin === 'string') return one ? 'character' : 'characters';
  if (origin === 'file') return one ? 'byte' : 'bytes';
  if (['array', 'set', 'map', 'record'].includes(origin)) return one ? 'entry' : 'entries';
  return null;
}

function smallWords(issue: RawIssue & { code: 'too_small' }): string {
  const { origin, minimum, inclusive = true, exact = false } = issue;
  const unit = unitOf(origin, minimum);
  if (unit === null) return inclusive ? `must be ${minimum} or more` : `must be more than ${minimum}`;
  if (exact) return `must have exactly ${minimum} ${unit}`;
  return Number(minimum) === 1 ? 'must not be empty' : `must have at least ${minimum} ${unit}`;
}

function bigWords(issue: RawIssue & { code: 'too_big' }): string {
  const { origin, maximum, inclusive = true, exact = false } = issue;
  const unit = unitOf(origin, maximum);
  if (unit === null) return inclusive ? `must be ${maximum} or less` : `must be less than ${maximum}`;
  return `must have ${exact ? 'exactly' : 'at most'} ${maximum} ${unit}`;
}

function formatWords(issue: RawIssue & { code: 'invalid_format' }): string {
  const { format, pattern, prefix, suffix } = issue as typeof issue & { prefix?: string; suffix?: string };
  if (prefix !== undefined) return `must begin with ${prefix}`;
  if (suffix !== undefined) return `must end with ${suffix}`;
  if (format === 'regex') return `must match ${pattern}`;
  return formats[format] ?? `must be a valid ${format}`;
}

/** `a`, `a or b`, `one of a, b and c`. */
function named(values: readonly unknown[]): string {
  const words = values.slice(0, mostNamed).map((value) => (value === '' ? '"" (nothing)' : String(value)));
  if (values.length > mostNamed) return `one of ${words.join(', ')}, … (${values.length} in all)`;
  if (words.length < 3) return words.join(' or ');
  return `one of ${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
