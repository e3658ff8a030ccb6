// Apart from the pages: what not every look at a template needs is a chunk of its own, fetched when it is first opened.

/** The former versions of a template. */
export const loadVersions = async () => (await import('./versions-view.svelte')).default;

/** The choice of what a new template begins from. */
export const loadNewTemplate = async () => (await import('./new-template.svelte')).default;
