import { describe, expect, it } from 'vitest';
import { detectDelimiter, detectHeader, columnNames } from './csv-format.ts';
import { checkMapping, ImportMapping } from './mapping.ts';
import { missingAttributes } from './plan.ts';
import { guessType, suggestMapping } from './suggest.ts';

describe('suggestMapping', () => {
  it('knows an export of Salesforce', () => {
    const columns = [
      'Lead ID',
      'First Name',
      'Last Name',
      'Email',
      'Company / Account',
      'Title',
      'Email Opt Out',
      'Rating',
    ];
    const rows = [['00Q1', 'Ana', 'Bô', 'ana@example.com', 'Acme', 'Buyer', '0', 'Hot']];
    const { preset, mapping } = suggestMapping(columns, rows);
    expect(preset).toBe('salesforce');
    expect(mapping.key).toBe('email');
    expect(mapping.consent).toMatchObject({ column: 'Email Opt Out', equals: '0' });
    expect(mapping.fields.map(({ to }) => to)).toEqual([
      'externalId',
      'firstName',
      'lastName',
      'email',
      'company',
      'jobTitle',
      'attributes.emailOptOut',
      'attributes.rating',
    ]);
    expect(() => checkMapping(ImportMapping.parse(mapping), columns)).not.toThrow();
  });

  it('knows an export of HubSpot', () => {
    const columns = [
      'Record ID',
      'First Name',
      'Email',
      'Phone Number',
      'Company name',
      'Lifecycle Stage',
      'Create Date',
      'Unsubscribed from all email',
    ];
    const rows = [['51', 'Ana', 'ana@example.com', '+49 30', 'Acme', 'Lead', '2026-01-31 10:00', 'No']];
    const { preset, mapping } = suggestMapping(columns, rows);
    expect(preset).toBe('hubspot');
    expect(mapping.consent).toMatchObject({ column: 'Unsubscribed from all email', equals: 'No' });
    expect(mapping.fields).toContainEqual({ column: 'Create Date', to: 'leadCreatedAt' });
    expect(mapping.fields).toContainEqual({ column: 'Company name', to: 'company' });
  });

  it('goes by names and values where it knows nothing else', () => {
    const { preset, mapping } = suggestMapping(
      ['Kontakt', 'Vorname', 'Do Not Email', 'Besuche', 'Leer'],
      [['a@b.de', 'Ana', 'No', '12', '']],
    );
    expect(preset).toBeNull();
    expect(mapping.consent).toMatchObject({ column: 'Do Not Email', equals: 'No' });
    expect(mapping.fields.map((field) => [field.to, field.type])).toEqual([
      ['email', undefined],
      ['firstName', undefined],
      ['attributes.doNotEmail', 'boolean'],
      ['attributes.besuche', 'number'],
    ]);
  });

  it.each([
    [['yes', 'no'], 'boolean'],
    [['0', '1'], 'number'],
    [['1,234', '5'], 'number'],
    [['2026-01-01'], 'date'],
    [['2026-01-01', 'soon'], 'text'],
    [[], 'text'],
  ] as const)('%j is %s', (values, type) => expect(guessType(values)).toBe(type));
});

describe('checkMapping', () => {
  const check = (mapping: unknown) => () => checkMapping(ImportMapping.parse(mapping), ['A', 'B']);
  it.each([
    [{ fields: [{ column: 'X', to: 'email' }] }, 'unknown_column'],
    [{ fields: [{ template: '{{ X }}@a.de', to: 'email' }] }, 'unknown_column'],
    [{ fields: [{ column: 'A', to: 'lastName' }] }, 'key_missing'],
    [
      {
        fields: [
          { column: 'A', to: 'email' },
          { column: 'B', to: 'email' },
        ],
      },
      'filled_twice',
    ],
    [{ fields: [{ column: 'A', to: 'email' }], consent: { column: 'X', equals: 'y' } }, 'unknown_column'],
  ])('%j: %s', (mapping, code) => {
    expect(check(mapping)).toThrow(
      expect.objectContaining({ code: 'invalid', fields: [expect.objectContaining({ code })] }),
    );
  });
});

describe('the format of a file', () => {
  it.each([
    ['a,b,c\n1,2,3\n', ','],
    ['a;b;c\n"1,5";2,5;3\n', ';'],
    ['a\tb\n1,2\t3\n', '\t'],
    ['a|b|c\n1|2|3', '|'],
    ['email\nana@example.com\n', ','],
    ['name;note\nana;"a, b, c, d"\nbo;"x, y, z"\n', ';'],
  ])('%j is cut by %j', (text, delimiter) => expect(detectDelimiter(text)).toBe(delimiter));

  it('tells a heading from a row, and gives every column a name of its own', () => {
    expect(detectHeader([['Email', 'Name']])).toBe(true);
    expect(detectHeader([['ana@example.com', 'Ana']])).toBe(false);
    expect(detectHeader([['1', '2']])).toBe(false);
    expect(columnNames(['A', '', 'A', ' B '], true)).toEqual(['A', 'Column 2', 'A (2)', 'B']);
    expect(columnNames(['x', 'y'], false)).toEqual(['Column 1', 'Column 2']);
    expect(columnNames(['A', 'A', 'A (2)', 'Column 5', ''], true)).toEqual([
      ...['A', 'A (2)', 'A (2) (2)', 'Column 5', 'Column 5 (2)'],
    ]);
  });

  it('names columns by how a long heading begins, so that it can be mapped', () => {
    const columns = columnNames(['Email', 'x'.repeat(9000), 'y'.repeat(9000), `${'z'.repeat(489)}😀`], true);
    expect(new Set(columns).size).toBe(4);
    const { mapping } = suggestMapping(columns, [['ana@example.com', '1', '2', '3']]);
    expect(mapping.fields).toHaveLength(4);
    expect(() => checkMapping(ImportMapping.parse(mapping), columns)).not.toThrow();
    const unlabelled = mapping.fields.map((field) => ({ ...field, label: undefined }));
    const made = missingAttributes(ImportMapping.parse({ ...mapping, fields: unlabelled }), []);
    expect(made.map(({ label }) => label.length)).toEqual([200, 200, 200]);
    expect(JSON.stringify(mapping)).not.toMatch(/\\ud83d/);
  });
});
