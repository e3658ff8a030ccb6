import type { FieldError } from '../../../domain/errors.ts';

/** An answer of the API that says no (RFC 9457), or no answer at all (`status` 0). */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: FieldError[] = [],
  ) {
    super(message);
  }
}

// The API says it to those who program.
const stillUnderWay = 'The first attempt is still under way. Wait a moment and press again: nothing is done twice.';

/** Reads the body of a refusal; whatever it is, people get a sentence. */
export function problemFrom(status: number, body: unknown): Problem {
  const read = (body !== null && typeof body === 'object' ? body : {}) as Record<string, unknown>;
  const text = [read.detail, read.message, read.title].find((value) => typeof value === 'string' && value !== '');
  const code = typeof read.code === 'string' ? read.code : `http_${status}`;
  if (code === 'idempotency_in_flight') return new Problem(status, code, stillUnderWay);
  const fields = Array.isArray(read.errors) ? (read.errors as FieldError[]) : [];
  return new Problem(status, code, typeof text === 'string' ? text : sentenceFor(status), fields);
}

/** No answer came: the network or the server is away. What was sent may have been done all the same. */
export function unreachable(method = 'GET'): Problem {
  return new Problem(
    0,
    'unreachable',
    method === 'GET'
      ? 'The server did not answer. Check the connection and try again.'
      : 'The server did not answer: it may be done, or not. Check the connection and try again.',
  );
}

/** What is asked takes the server longer than anybody waits; it is not asked again by itself. */
export function tookTooLong(): Problem {
  return new Problem(408, 'late', 'The server takes too long to answer. Wait a moment and try again.');
}

/** Whatever was thrown, as a sentence for people. */
export function wordsOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  return 'Something went wrong on this page. Reload it; what was saved is kept.';
}

/** The sentence for one field of the input, empty where nothing is wrong with it. Matches `content.subject` and `/content/subject`. */
export function fieldProblem(error: unknown, path: string): string {
  if (!(error instanceof Problem)) return '';
  return error.fields.find((field) => plain(field.path) === plain(path))?.message ?? '';
}

/** The same of an amount of money, whatever of it is wrong. */
export function amountProblem(error: unknown, path: string): string {
  return ['.amountMinor', '.currency', ''].map((part) => fieldProblem(error, path + part)).find(Boolean) ?? '';
}

/** Sentences for fields that no control on the page shows, so that none gets lost. */
export function otherFieldProblems(error: unknown, shown: readonly string[]): string[] {
  if (!(error instanceof Problem)) return [];
  const known = shown.map(plain);
  return error.fields
    .filter(({ path }) => !known.includes(plain(path)))
    .map(({ path, message }) => `${path}: ${message}`);
}

const plain = (path: string): string =>
  path
    .replace(/^[/.]/, '')
    .replaceAll('/', '.')
    .replace(/^body\./, '');

function sentenceFor(status: number): string {
  if (status === 401) return 'You are signed out. Sign in again to go on.';
  if (status === 403) return 'Your role does not allow this. Ask an administrator.';
  if (status === 404) return 'There is nothing at this address, or it belongs to someone else.';
  if (status === 412)
    return 'Somebody else changed this in the meantime. Reload to see their version; your text is still on the page.';
  if (status === 429) return 'Too many requests at once. Wait a moment and try again.';
  if (status === 503) return 'Part of the system is away. Nothing was changed; try again in a minute.';
  return 'The server could not do this. Nothing was changed; try again, and tell an operator if it stays so.';
}
