/**
 * One line of a CSV file (RFC 4180, CRLF). With `safe` a cell that a spreadsheet would run as a formula gets an apostrophe in
 * front, which the spreadsheet hides; a plain number such as -12.5 is left as it is.
 */
export function csvLine(
  cells: readonly (string | number | boolean | null)[],
  options: { safe: boolean } = { safe: true },
): string {
  return `${cells.map((cell) => csvCell(cell === null ? '' : String(cell), options.safe)).join(',')}\r\n`;
}

/** Whether a spreadsheet could take the text for a formula or a command. */
export function isFormula(text: string): boolean {
  return /^[\s\0]*[=+\-@\t\r\n|%＝＋－＠]/.test(text) && !/^[+-]?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?%?$/i.test(text);
}

function csvCell(text: string, safe: boolean): string {
  const shown = safe && isFormula(text) ? `'${text}` : text;
  return /[",;\r\n\t']/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
