/** The day that a calendar in `timeZone` shows at a moment, such as 2026-06-03. */
export function dayIn(moment: Date | string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(moment),
  );
}
