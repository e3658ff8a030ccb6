import { readFileChunks, type FileRef } from '../../db/file-store.ts';
import type { Db } from '../../db/connection.ts';
import { CsvReader, type CsvRow } from '../../domain/imports/csv-reader.ts';
import type { FileFormat, ResumePoint } from '../../domain/imports/import.ts';
import { encodedLength, PieceDecoder } from '../../domain/imports/text-decoder.ts';

const pieceBytes = 128 * 1024;

/** Rows of a file with the place in it from which reading goes on after them. */
export interface FileRows {
  rows: CsvRow[];
  next: ResumePoint;
}

/** The rows of a stored file from a resume point on, in groups of at least `groupSize` (the last may be smaller). */
export async function* readRows(
  db: Db,
  file: FileRef,
  options: { format: FileFormat; from: ResumePoint; groupSize: number },
): AsyncGenerator<FileRows> {
  const { format, from, groupSize } = options;
  const decoder = new PieceDecoder(format.encoding);
  const reader = new CsvReader(format.delimiter, from.row);
  let byte = from.byte;
  let rows: CsvRow[] = [];
  const group = (): FileRows => {
    const unread = encodedLength(format.encoding, reader.rest) + decoder.heldBytes;
    const full = { rows, next: { byte: byte - unread, row: reader.rows } };
    rows = [];
    return full;
  };
  for await (const chunk of readFileChunks(db, file, from.byte)) {
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      const piece = chunk.subarray(start, start + pieceBytes);
      byte += piece.length;
      rows.push(...reader.push(decoder.push(piece)));
      if (rows.length >= groupSize) yield group();
    }
  }
  rows.push(...reader.push(decoder.end(), true));
  if (rows.length > 0) yield group();
}
