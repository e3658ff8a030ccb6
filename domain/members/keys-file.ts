import { detectDelimiter } from '../imports/csv-format.ts';
import { CsvReader } from '../imports/csv-reader.ts';

/** People as a file or a pasted text names them: by their address or by the id of another system. */
export interface PeopleKeys {
  by: 'emails' | 'externalIds';
  keys: string[];
}

const mailNames = /^(e-?mail|mail)([ _-]?address)?$/i;
const idNames = /^(external|contact|lead|person|customer|record|member)?[ _-]?id$/i;

/**
 * Reads the people that a text names: one a line, or a table with a column of addresses or ids. A column is taken by its name, else
 * the first one that holds an address, else the first.
 */
export function readPeopleKeys(text: string): PeopleKeys {
  const rows = new CsvReader(detectDelimiter(text))
    .push(text.replace(/^\uFEFF/, ''), true)
    .map(({ cells }) => cells.map((cell) => cell.trim()));
  const [first = [], second] = rows;
  const mail = first.findIndex((cell) => mailNames.test(cell));
  const id = first.findIndex((cell) => idNames.test(cell));
  const isHeader = mail >= 0 || id >= 0;
  const guessed = (isHeader ? second : first)?.findIndex((cell) => cell.includes('@')) ?? -1;
  const column = [mail, guessed, id, 0].find((index) => index >= 0) ?? 0;
  const keys = (isHeader ? rows.slice(1) : rows).map((cells) => cells[column] ?? '').filter((key) => key !== '');
  const isMail = column === mail || (column !== id && keys.some((key) => key.includes('@')));
  return { by: isMail ? 'emails' : 'externalIds', keys };
}
