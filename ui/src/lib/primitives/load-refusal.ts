// Apart from what shows it: the router takes a component for a lazy page when its source holds an import() of its own.

/** What says why something is refused however often it is tried; fetched when something is. */
export const loadRefusal = async () => (await import('./refusal.svelte')).default;
