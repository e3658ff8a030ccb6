// Apart from the pages of parts: what is asked before one ends is fetched when it is first asked.

/** The dialogs that end a part at a date, or stop it now. */
export const loadPartDialogs = async () => (await import('./part-dialogs.svelte')).default;
