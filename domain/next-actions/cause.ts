/** How often somebody is looked at again because of one thing that happened, when something is in the way each time. */
const mostTurns = 6;

/** The cause of looking again where waiting was decided on; null: often enough. */
export function nextCause(cause: string): string | null {
  const [root = '', turn = '0'] = cause.split('#');
  return Number(turn) < mostTurns ? `${root}#${Number(turn) + 1}` : null;
}

/** The cause of deciding anew because nothing came of an action. */
export const followUpCause = (nextActionId: string): string => `after/${nextActionId}`;

/** The cause that an event is. */
export const eventCause = (eventId: string): string => `event/${eventId}`;

/** The cause that a score is which jumped at a moment (ISO 8601). */
export const scoreCause = (atIso: string): string => `score/${atIso}`;

/** The cause of somebody having asked, by the id of the asking. */
export const askedCause = (id: string): string => `asked/${id}`;

/** Points that a score must rise by at once to be a reason to act. */
const jumpPoints = 15;

/** Whether a score rose by so much that it is a reason to act; another model that sees everybody anew is none. */
export function hasJumped(
  was: { score: number; modelId: string | null },
  is: { score: number; modelId: string | null },
): boolean {
  return was.modelId === is.modelId && is.score - was.score >= jumpPoints;
}
