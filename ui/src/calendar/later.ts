/** The grid with its dragging; fetched when a month or week is looked at. */
export const loadGrid = async () => (await import('./calendar-grid.svelte')).default;
