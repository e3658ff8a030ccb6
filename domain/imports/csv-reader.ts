/** One row of a file: its number as a spreadsheet shows it (from 1), its cells, and what is wrong with its quotes or size. */
export interface CsvRow {
  row: number;
  cells: string[];
  problem?: 'quote_unclosed' | 'text_after_quote' | 'cell_too_long';
}

/** The most characters in a cell: what a spreadsheet can hold. */
export const maxCellLength = 32_767;
const maxRowLength = 1_000_000;
const [quote, lineFeed, carriageReturn] = [34, 10, 13];

/**
 * Reads delimited text (RFC 4180, any one-character delimiter, quoted line breaks) in pieces of any size. Two reasons for a
 * reader of our own: `rest` tells to the byte where a killed import goes on, in every encoding, and a quote that is never
 * closed costs the one row it stands in instead of swallowing all that follow.
 */
export class CsvReader {
  readonly #delimiter: number;
  #text = '';
  #row: number;
  #place = 0;

  /** `rowsBefore`: how many rows stand before what will be pushed. */
  constructor(delimiter: string, rowsBefore = 0) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#row = rowsBefore;
  }

  /** The text of the row that is not whole yet; reading may start again from its first character. */
  get rest(): string {
    return this.#text;
  }

  /** How many rows were read so far, empty ones included. */
  get rows(): number {
    return this.#row;
  }

  /** The rows that are whole with this piece; empty lines are counted but left out. */
  push(text: string, final = false): CsvRow[] {
    this.#text += text;
    const rows: CsvRow[] = [];
    let start = 0;
    while (start < this.#text.length) {
      const read = this.#readRow(start, final);
      if (!read) break;
      this.#row++;
      start = this.#place;
      if (read.cells.length === 1 && read.cells[0] === '' && !read.problem) continue;
      rows.push({ row: this.#row, ...read });
    }
    this.#text = this.#text.slice(start);
    return rows;
  }

  /** Reads one row and leaves #place behind it; null where it is not whole yet. */
  #readRow(start: number, final: boolean): Omit<CsvRow, 'row'> | null {
    const text = this.#text;
    const cells: string[] = [];
    let problem: CsvRow['problem'];
    this.#place = start;
    for (;;) {
      const cellStart = this.#place;
      if (text.charCodeAt(cellStart) === quote) {
        const cell = this.#readQuoted(cellStart + 1, final);
        if (cell === null && !final && text.length - start < maxRowLength) return null;
        if (cell === null) return this.#giveUp(start);
        cells.push(cell);
        const after = this.#place;
        this.#skipPlain();
        if (this.#place > after) problem = 'text_after_quote';
      } else {
        this.#skipPlain();
        cells.push(text.slice(cellStart, this.#place));
      }
      if (cells[cells.length - 1]!.length > maxCellLength) problem ??= 'cell_too_long';
      const code = text.charCodeAt(this.#place);
      if (code === this.#delimiter) {
        this.#place++;
        continue;
      }
      return this.#endRow(final) ? { cells, ...(problem ? { problem } : {}) } : null;
    }
  }

  /** Moves to the next delimiter or line end. */
  #skipPlain(): void {
    const text = this.#text;
    const length = text.length;
    let place = this.#place;
    for (; place < length; place++) {
      const code = text.charCodeAt(place);
      if (code === this.#delimiter || code === lineFeed || code === carriageReturn) break;
    }
    this.#place = place;
  }

  /** The quoted cell whose text starts at `start`, null where it has no end (yet). */
  #readQuoted(start: number, final: boolean): string | null {
    const text = this.#text;
    let doubled = false;
    for (let place = start; ; place += 2) {
      place = text.indexOf('"', place);
      if (place === -1 || place - start > maxRowLength) return null;
      if (text.charCodeAt(place + 1) === quote) {
        doubled = true;
        continue;
      }
      if (place + 1 === text.length && !final) return null;
      this.#place = place + 1;
      const cell = text.slice(start, place);
      return doubled ? cell.replaceAll('""', '"') : cell;
    }
  }

  /** Whether the row is known to end here; steps over the line end. */
  #endRow(final: boolean): boolean {
    const text = this.#text;
    const place = this.#place;
    if (place >= text.length) return final;
    if (text.charCodeAt(place) === lineFeed) this.#place = place + 1;
    else if (place + 1 === text.length && !final) return false;
    else this.#place = place + (text.charCodeAt(place + 1) === lineFeed ? 2 : 1);
    return true;
  }

  /** A quote that is never closed: the line it stands in is the row, and reading goes on in the next line. */
  #giveUp(start: number): Omit<CsvRow, 'row'> {
    const end = this.#text.slice(start).search(/[\r\n]/);
    this.#place = end === -1 ? this.#text.length : start + end;
    const cells = [this.#text.slice(start, this.#place)];
    if (this.#place < this.#text.length) this.#endRow(true);
    return { cells, problem: 'quote_unclosed' };
  }
}
