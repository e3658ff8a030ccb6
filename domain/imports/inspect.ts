import { DomainError } from '../errors.ts';
import { columnNames, detectDelimiter, detectHeader } from './csv-format.ts';
import { CsvReader } from './csv-reader.ts';
import type { encodings } from './encoding.ts';
import { type DetectedEncoding } from './encoding.ts';
import type { FileFormat } from './import.ts';
import type { ImportMapping } from './mapping.ts';
import { PieceDecoder } from './text-decoder.ts';

/** How many bytes of a file are enough to find out how it is read. */
export const inspectedBytes = 512 * 1024;

/** How a file is read, with its first rows. */
export interface InspectedFile {
  format: FileFormat;
  rows: string[][];
}

/** Finds out how a file is read, from its first bytes; what `choice` says is taken as said. */
export function inspectFile(
  start: Uint8Array,
  detected: DetectedEncoding,
  choice: ImportMapping['format'] = {},
): InspectedFile {
  refusePacked(start);
  const { encoding, bom } = chooseEncoding(detected, choice.encoding);
  const text = new PieceDecoder(encoding).push(start.subarray(bom, inspectedBytes));
  const delimiter = choice.delimiter ?? detectDelimiter(text);
  const isWhole = start.length < inspectedBytes;
  const rows = new CsvReader(delimiter).push(text, isWhole).slice(0, 101);
  const first = rows[0]?.cells;
  if (!first)
    throw new DomainError('invalid', 'The file has no rows.', [
      { path: 'file', code: 'empty', message: 'has no rows' },
    ]);
  if (first.length > 500) {
    throw new DomainError('invalid', 'The file has more than 500 columns.', [
      { path: 'file', code: 'too_many_columns', message: 'has too many columns' },
    ]);
  }
  const cells = rows.map((row) => row.cells);
  const header = choice.header ?? detectHeader(cells);
  if (header && first.some((cell) => cell.includes('\0')))
    throw noText('The names of the columns hold a character that no text may have (NUL).');
  const format = { encoding, bom, delimiter, header, columns: columnNames(first, header) };
  return { format, rows: header ? cells.slice(1) : cells };
}

/** How files begin that people take for a table of texts: workbooks of Excel and LibreOffice, old workbooks, PDF, and packed files. */
const packed = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
  [0x25, 0x50, 0x44, 0x46],
  [0x1f, 0x8b],
];

function refusePacked(start: Uint8Array): void {
  if (packed.some((magic) => magic.every((byte, place) => start[place] === byte)))
    throw noText('The file is a workbook, a PDF or a packed file.');
}

function noText(message: string): DomainError {
  return new DomainError('invalid', `${message} Save the sheet as CSV (UTF-8) and send that.`, [
    { path: 'file', code: 'no_text', message: 'is not a text file; save the sheet as CSV and send that' },
  ]);
}

function chooseEncoding(detected: DetectedEncoding, chosen: (typeof encodings)[number] | undefined): DetectedEncoding {
  if (chosen === undefined || chosen === detected.encoding) return detected;
  if (chosen === 'utf-8' && detected.encoding === 'windows-1252') {
    throw new DomainError('invalid', 'The file is not valid UTF-8. Save it as UTF-8, or import it as Windows-1252.', [
      { path: 'mapping.format.encoding', code: 'not_utf8', message: 'does not fit the bytes of the file' },
    ]);
  }
  return { encoding: chosen, bom: chosen.startsWith('utf-16') ? detected.bom : 0 };
}
