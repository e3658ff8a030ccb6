/** The budget tab with its chart; fetched when it is first opened. */
export const loadBudgetTab = async () => (await import('./budget-tab.svelte')).default;
