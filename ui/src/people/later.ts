// Apart from the page of a person: fetched when they are asked for.

/** Merging with another record of the same person. */
export const loadMergeDialog = async () => (await import('./merge-dialog.svelte')).default;

/** What is held on a person, as a file, and erasing it. */
export const loadDataPanel = async () => (await import('./data-panel.svelte')).default;
