// Apart from the page of a person: fetched when the score is looked at.

/** The score, why, and how it went. */
export const loadScoreCard = async () => (await import('./score-card.svelte')).default;
