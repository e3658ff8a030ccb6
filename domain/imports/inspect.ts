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
  const format = { encoding, bom, delimiter, header, columns: columnNames(first, header) };
  return { format, rows: header ? cells.slice(1) : cells };
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
