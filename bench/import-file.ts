import type { ImportMappingInput } from '../domain/imports/mapping.ts';

/** Plain: UTF-8, commas, all rows good. Hard: UTF-16 with a byte order mark, semicolons, quoted line breaks, 3 % bad rows. */
export type Variant = 'plain' | 'utf16';

/** An error that the import must report: the row as a spreadsheet shows it, and what it is about. */
export interface ExpectedError {
  row: number;
  field: string;
  reason: RegExp;
}

const header = [
  'Prospect',
  'Email',
  'First name',
  'Last name',
  'Phone',
  'Job title',
  'Company',
  'Street',
  'City',
  'Region',
  'Postal code',
  'Country',
  'Language',
  'Time zone',
  'Lead source',
  'May we write',
  'Visits',
  'Signed up',
  'Newsletter',
  'Notes',
];

/** 20 columns: 15 fields of a person, the consent, and four attributes of different types. */
export const mapping: ImportMappingInput = {
  key: 'email',
  fields: [
    { column: 'Prospect', to: 'externalId' },
    { column: 'Email', to: 'email' },
    { column: 'First name', to: 'firstName' },
    { column: 'Last name', to: 'lastName' },
    { column: 'Phone', to: 'phone' },
    { column: 'Job title', to: 'jobTitle' },
    { column: 'Company', to: 'company' },
    { column: 'Street', to: 'street' },
    { column: 'City', to: 'city' },
    { column: 'Region', to: 'region' },
    { column: 'Postal code', to: 'postalCode' },
    { column: 'Country', to: 'country' },
    { column: 'Language', to: 'language' },
    { column: 'Time zone', to: 'timeZone' },
    { column: 'Lead source', to: 'leadSource' },
    { column: 'Visits', to: 'attributes.visits', type: 'number' },
    { column: 'Signed up', to: 'attributes.signedUp', type: 'date' },
    { column: 'Newsletter', to: 'attributes.newsletter', type: 'boolean' },
    { column: 'Notes', to: 'attributes.notes', type: 'text' },
  ],
  consent: { column: 'May we write', equals: 'Yes', source: 'bench', basis: 'consent' },
};

const firstNames = [
  'Ana',
  'Bao',
  'Chloé',
  'Dmitri',
  'Eyüp',
  'Fatima',
  'Gökhan',
  'Hannah',
  'Íris',
  'Jürgen',
  '美咲',
  'נועה',
];
const cities = ['Berlin', 'São Paulo', 'Kraków', 'Reykjavík', 'Mumbai', '東京'];
const zones = [
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Europe/Warsaw',
  'Atlantic/Reykjavik',
  'Asia/Kolkata',
  'Asia/Tokyo',
];

/** The file in pieces, and the errors that an import of it must report, filled while it is written. */
export function writeFile(
  rows: number,
  variant: Variant,
): { pieces: AsyncGenerator<Buffer>; expected: ExpectedError[] } {
  const expected: ExpectedError[] = [];
  return { pieces: pieces(rows, variant, expected), expected };
}

async function* pieces(rows: number, variant: Variant, expected: ExpectedError[]): AsyncGenerator<Buffer> {
  const delimiter = variant === 'plain' ? ',' : ';';
  const encode = (text: string) => Buffer.from(text, variant === 'plain' ? 'utf8' : 'utf16le');
  const line = (cells: string[]) =>
    `${cells.map((cell) => (/[",;\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter)}\r\n`;
  let text = (variant === 'plain' ? '' : '\ufeff') + line(header);
  for (let index = 0; index < rows; index++) {
    const cells = row(index, variant);
    text += variant === 'utf16' && index % 100 < 3 ? spoil(cells, index, { line, expected }) : line(cells);
    if (text.length > 256 * 1024) {
      yield encode(text);
      text = '';
    }
  }
  yield encode(text);
}

function row(index: number, variant: Variant): string[] {
  const place = index % cities.length;
  const notes =
    variant === 'utf16' && index % 5 === 0
      ? `Called; said "later".\nCall again in week ${index % 52}.`
      : `Note ${index}, as it came`;
  return [
    `P-${index}`,
    `person.${index}@${index % 3 === 0 ? 'example' : `company${index % 997}`}.com`,
    firstNames[index % firstNames.length] ?? '',
    `Surname${index % 5003}`,
    `+49 30 ${String(index).padStart(7, '0')}`,
    'Head of Operations',
    `Company ${index % 997} GmbH`,
    `Long Street ${index % 300}`,
    cities[place] ?? '',
    'North',
    String(10_000 + (index % 90_000)),
    'Germany',
    'de-DE',
    zones[place] ?? '',
    'Trade fair',
    index % 10 === 9 ? 'No' : 'Yes',
    String(index % 40),
    `2026-0${(index % 9) + 1}-15`,
    index % 2 === 0 ? 'true' : 'false',
    notes,
  ];
}

/** Three kinds of bad rows, in turn; `index` and not the line is what a spreadsheet counts by. */
function spoil(
  cells: string[],
  index: number,
  to: { line: (cells: string[]) => string; expected: ExpectedError[] },
): string {
  const row = index + 2;
  switch (index % 100) {
    case 0:
      to.expected.push({ row, field: 'Email', reason: /not an e-mail/ });
      return to.line(cells.map((cell, place) => (place === 1 ? `person ${index} at nowhere` : cell)));
    case 1:
      to.expected.push({ row, field: '', reason: /has 17 cells/ });
      return to.line(cells.slice(0, 17));
    default:
      to.expected.push(
        { row, field: 'Visits', reason: /not a number/ },
        { row, field: 'Signed up', reason: /not a date/ },
      );
      return to.line(cells.map((cell, place) => (place === 16 ? 'many' : place === 17 ? '2026-02-30' : cell)));
  }
}
