// Apart from the frame: the router takes a component for a lazy page when its source holds an import() of its own.

/** What finds people, campaigns, pages and commands; fetched when it is first opened. */
export const loadPalette = async () => (await import('./palette.svelte')).default;

/** What asks before something that is not saved is lost. */
export const loadLeaveDialog = async () => (await import('./leave-dialog.svelte')).default;

/** What shows messages in the corner; fetched once the page stands. */
export const loadToaster = async () => (await import('./toaster.svelte')).default;

/** What stands for a page that does not come; fetched once the page stands, so that it is there without a network. */
export const loadNotLoaded = () => import('./not-loaded.svelte');

/** The settings in the rail; fetched where one is among them. */
export const loadSettingsLinks = async () => (await import('./settings-links.svelte')).default;
