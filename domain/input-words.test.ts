import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { speakPlainly } from './input-words.ts';

beforeAll(speakPlainly);

const wordsFor = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ message }) => message);

it.each<[string, z.ZodType, unknown]>([
  ['is missing', z.string(), undefined],
  ['must be text', z.string(), 7],
  ['must be a number', z.coerce.number(), 'a'],
  ['must be a whole number', z.int(), 1.5],
  ['must be true or false', z.boolean(), null],
  ['must be a list', z.array(z.string()), {}],
  ['must be an object', z.strictObject({}), []],
  ['must not be empty', z.string().min(1), ''],
  ['must not be empty', z.array(z.string()).min(1), []],
  ['must have at least 12 characters', z.string().min(12), 'short'],
  ['must have at most 1 character', z.string().max(1), 'ab'],
  ['must have exactly 2 entries', z.array(z.int()).length(2), [1]],
  ['must be 1 or more', z.int().min(1), 0],
  ['must be more than 0', z.number().gt(0), 0],
  ['must be 100 or less', z.int().max(100), 101],
  ['must be less than 1', z.number().lt(1), 1],
  ['must be a multiple of 5', z.number().multipleOf(5), 7],
  ['must be an e-mail address such as ada@example.com', z.email(), 'ada'],
  ['must be an ISO 8601 time such as 2026-06-03T09:00:00Z', z.iso.datetime(), 'noon'],
  ['must be a day such as 2026-06-03', z.iso.date(), '2026-02-30'],
  ['must match /^a+$/', z.string().regex(/^a+$/), 'b'],
  ['must begin with https://', z.string().startsWith('https://'), 'ftp://'],
  ['must be a', z.literal('a'), 'b'],
  ['must be a or b', z.enum(['a', 'b']), 'c'],
  ['must be one of a, b and c', z.enum(['a', 'b', 'c']), 'd'],
  [
    'must be a or b',
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]),
    { kind: 'c' },
  ],
  ['must be a shade', z.string({ error: 'must be a shade' }), 7],
])('says: %s', (words, schema, value) => {
  expect(wordsFor(schema, value)).toEqual([words]);
});

it('names the first of very many values', () => {
  const many = Array.from({ length: 60 }, (_, at) => `v${at}`);
  expect(wordsFor(z.enum(many), 'x')).toEqual([expect.stringMatching(/^must be one of v0, .*v39, … \(60 in all\)$/)]);
});
