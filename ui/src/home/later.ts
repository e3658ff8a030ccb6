/** What changed lately: fetched once the page stands. */
export const loadWhatChanged = async () => (await import('./what-changed.svelte')).default;
