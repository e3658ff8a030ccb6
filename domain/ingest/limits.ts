/** What one event may have: 32 KB of JSON, and values nested so deep. */
export const mostEventBytes = 32 * 1024;

/** What one request may have. */
export const mostBatchBytes = 500 * 1024;

/** Objects and lists within each other, at most. */
export const mostDepth = 20;

/** Characters of an id or of the name of an event. */
export const longestText = 200;
