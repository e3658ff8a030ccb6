// Apart from the page: what is opened later is fetched then.

/** The dialog that keeps a report. */
export const loadKeepDialog = async () => (await import('./keep-dialog.svelte')).default;

/** The reports that are kept. */
export const loadKeptReports = async () => (await import('./kept-reports.svelte')).default;
