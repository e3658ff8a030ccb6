// Apart from the page: fetched when their tab is opened.

/** The models side by side. */
export const loadComparison = async () => (await import('./comparison.svelte')).default;

/** Paths, with their flow. */
export const loadPathExplorer = async () => (await import('./path-explorer.svelte')).default;
