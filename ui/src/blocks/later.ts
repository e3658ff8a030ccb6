// Apart from the builder: what not every message needs is a chunk of its own, fetched when it is first opened.

/** The rules of segments. */
export const loadRuleField = async () => (await import('../drips/rule-field.svelte')).default;

/** The message as people see it. */
export const loadPreview = async () => (await import('./design-preview.svelte')).default;
