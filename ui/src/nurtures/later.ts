// Apart from the page: what not every look at a nurture programme needs is a chunk of its own, fetched when it is first opened.

/** Schedule, streams and the rules by which people change between them, with the rule editor. */
export const loadRulesTab = async () => (await import('./rules-tab.svelte')).default;

/** The former versions of the rules, and the one that waits. */
export const loadVersionsTab = async () => (await import('./versions-tab.svelte')).default;

/** What saving a new version would do. */
export const loadSaveVersion = async () => (await import('./save-version.svelte')).default;

/** Who is in it, with what the next cast means for each. */
export const loadPeopleTab = async () => (await import('./people-tab.svelte')).default;

/** The casts that were. */
export const loadCastsTab = async () => (await import('./casts-tab.svelte')).default;

/** The form of an item, with the fields of its message. */
export const loadItemDialog = async () => (await import('./item-dialog.svelte')).default;
