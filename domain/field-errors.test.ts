import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldErrorsOf } from './field-errors.ts';
import { speakPlainly } from './input-words.ts';

beforeAll(speakPlainly);

const errorsOf = (schema: z.ZodType, value: unknown) =>
  fieldErrorsOf(schema.safeParse(value).error!.issues).map(({ path, message }) => `${path}: ${message}`);

const ByColumn = z.strictObject({ column: z.string().min(1) });
const ByTemplate = z.strictObject({ template: z.string(), fallback: z.string().optional() });

it('names each field, and each that is not known', () => {
  const Schema = z.strictObject({ name: z.string().min(1), size: z.strictObject({ rows: z.int() }) });
  expect(errorsOf(Schema, { name: '', size: { rows: 'many', cells: 2 }, more: 1 }).sort()).toEqual([
    'more: cannot be set here; remove it',
    'name: must not be empty',
    'size.cells: cannot be set here; remove it',
    'size.rows: must be a number',
  ]);
});

it('says what is wrong with the form that a value plainly has', () => {
  const Field = z.strictObject({ fields: z.array(z.union([ByColumn, ByTemplate, z.string()])) });
  expect(errorsOf(Field, { fields: ['name', { column: '' }] })).toEqual(['fields.1.column: must not be empty']);
});

it('goes by the word that says which form is meant', () => {
  const Step = z.union([
    z.strictObject({ kind: z.literal('wait'), days: z.int() }),
    z.strictObject({ kind: z.literal('message'), subject: z.string(), body: z.string() }),
  ]);
  expect(errorsOf(Step, { kind: 'message' })).toEqual(['subject: is missing', 'body: is missing']);
});

it('says what each form asks for where none is plainly meant', () => {
  expect(errorsOf(z.strictObject({ value: z.union([z.string(), z.number()]) }), { value: true })).toEqual([
    'value: must be text or a number',
  ]);
  expect(errorsOf(z.union([ByColumn, ByTemplate]), {})).toEqual([
    ': does not match any of the allowed forms: column is missing; or template is missing',
  ]);
});

it('finds the fault within a form that is nested in one of several kinds', () => {
  const Leaf = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('text'), text: z.string() }),
    z.strictObject({ kind: z.literal('rule'), shade: z.enum(['light', 'dark']) }),
  ]);
  const Block = z.union([Leaf, z.strictObject({ kind: z.literal('columns'), columns: z.array(Leaf) })]);
  const columns = [
    { kind: 'text', text: 7 },
    { kind: 'rule', shade: 'red' },
  ];
  expect(errorsOf(z.array(Block), [{ kind: 'columns', columns }])).toEqual([
    '0.columns.0.text: must be text',
    '0.columns.1.shade: must be light or dark',
  ]);
  expect(errorsOf(z.array(Block), [{ kind: 'rule', shade: 'red' }])).toEqual(['0.shade: must be light or dark']);
  expect(errorsOf(z.array(Block), [{ kind: 'verse' }])).toEqual([
    '0: does not match any of the allowed forms: kind must be text or rule; or kind must be columns, columns is missing',
  ]);
});
