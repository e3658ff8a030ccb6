// Apart from the page: what not every look at a person needs is a chunk of its own, fetched when it is first opened.

/** Where they are in drips. */
export const loadJourneys = async () => (await import('../drips/journeys-tab.svelte')).default;

/** Where they are in nurture programmes. */
export const loadNurtureJourneys = async () => (await import('../nurtures/nurture-journeys.svelte')).default;

/** Opportunities that they have a part in. */
export const loadOpportunities = async () => (await import('../opportunities/opportunities-card.svelte')).default;

/** What is next for them. */
export const loadNext = async () => (await import('../next-actions/person-actions.svelte')).default;

/** What they read and may like. */
export const loadContent = async () => (await import('../content/person-content.svelte')).default;

/** Their fields. */
export const loadDetails = async () => (await import('./person-details.svelte')).default;

/** Where a lead came from. */
export const loadLeadCard = async () => (await import('./lead-card.svelte')).default;

/** What they agreed to. */
export const loadConsent = async () => (await import('./consent-panel.svelte')).default;

/** Everything that is held on them. */
export const loadData = async () => (await import('./data-panel.svelte')).default;

/** Making a contact of a lead. */
export const loadConvert = async () => (await import('./convert-dialog.svelte')).default;

/** Making one person of two. */
export const loadMerge = async () => (await import('./merge-dialog.svelte')).default;

/** Erasing them. */
export const loadErase = async () => (await import('./erase-dialog.svelte')).default;
