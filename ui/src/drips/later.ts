// Apart from the page: what not every look at a drip needs is a chunk of its own, fetched when it is first opened.

/** The fields of a step. */
export const loadStepForm = async () => (await import('./step-form.svelte')).default;

/** The fields of a message. */
export const loadSendFields = async () => (await import('./send-fields.svelte')).default;

/** The rules of segments. */
export const loadRuleField = async () => (await import('./rule-field.svelte')).default;

/** Who comes in, who leaves, and when messages go. */
export const loadRulesTab = async () => (await import('./rules-tab.svelte')).default;

/** The people inside. */
export const loadPeopleTab = async () => (await import('./people-tab.svelte')).default;

/** The former versions, and those that wait. */
export const loadVersionsTab = async () => (await import('./versions-tab.svelte')).default;

/** What saving a new version would do. */
export const loadSaveVersion = async () => (await import('./save-version.svelte')).default;

/** The canvas, with the library that it is drawn by. */
export const loadCanvas = async () => (await import('./canvas.svelte')).default;

/** The name of the drip. */
export const loadRenameDrip = async () => (await import('./rename-drip.svelte')).default;

/** How people go on after a pause. */
export const loadResumeDrip = async () => (await import('./resume-drip.svelte')).default;
