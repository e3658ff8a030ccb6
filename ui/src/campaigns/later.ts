// Apart from the page: its tabs are chunks of their own, each fetched when it is first opened.

/** The members of a campaign. */
export const loadMembersTab = async () => (await import('../members/members-tab.svelte')).default;

/** What it sends. */
export const loadMessageTab = async () => (await import('./message-tab.svelte')).default;

/** Whom it goes to. */
export const loadAudienceTab = async () => (await import('./audience-tab.svelte')).default;

/** The drips of a campaign. */
export const loadDripsTab = async () => (await import('../drips/drips-tab.svelte')).default;

/** The nurture programmes of a campaign. */
export const loadNurturesTab = async () => (await import('../nurtures/nurtures-tab.svelte')).default;

/** What it costs, with its chart. */
export const loadBudgetTab = async () => (await import('../costs/budget-tab.svelte')).default;

/** Messages of which nobody can say whether they arrived. */
export const loadUncertain = async () => (await import('./uncertain-messages.svelte')).default;

/** What stands above and below it, with the sums. */
export const loadHierarchyTab = async () => (await import('./hierarchy-tab.svelte')).default;
