// Apart from the page: what is opened later is fetched then.

/** The dialog that keeps a report. */
export const loadKeepDialog = async () => (await import('./keep-dialog.svelte')).default;

/** The reports that are kept. */
export const loadKeptReports = async () => (await import('./kept-reports.svelte')).default;

/** The funnel. */
export const loadFunnel = async () => (await import('./funnel-tab.svelte')).default;

/** The cohorts. */
export const loadCohorts = async () => (await import('./cohort-tab.svelte')).default;

/** Campaigns side by side. */
export const loadCompare = async () => (await import('./compare-tab.svelte')).default;

/** The hours of the week. */
export const loadClock = async () => (await import('./clock-report.svelte')).default;
