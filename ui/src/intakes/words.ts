import type { Intake } from '../../../domain/intakes/intake.ts';
import { count, plural } from '../lib/format.ts';

/** How long one that is over is still shown where it was begun. */
const shownMs = 3600_000;

/** What is said to whoever began an intake instead of how many came in. */
export const begunWords = 'They are many: it goes on by itself, and this page shows how far it is';

/** Whether an intake is shown where it was begun: while it is under way, and an hour after it. */
export function isShown({ finishedAt }: Pick<Intake, 'finishedAt'>, now: number): boolean {
  return finishedAt === null || now - Date.parse(finishedAt) < shownMs;
}

/** An intake in one sentence: what is happening, or what came of it. */
export function intakeWords(intake: Pick<Intake, 'status' | 'failure' | 'progress' | 'sourceName'>): string {
  const { people, done, added } = intake.progress;
  const rest = done - added;
  const others = rest > 0 ? `, ${plural(rest, 'was', 'were')} in already or may not come again` : '';
  const came = `${plural(added, 'person', 'people')} of ${intake.sourceName} came in${others}`;
  switch (intake.status) {
    case 'queued':
      return `${intake.sourceName}: waiting for its turn.`;
    case 'running':
      if (people === null) return `${intake.sourceName}: looking who they are.`;
      return `${intake.sourceName}: ${count(done)} of ${plural(people, 'person', 'people')} done. It goes on when you close this page.`;
    case 'cancelling':
      return `${intake.sourceName}: stopping after the people that it is working on.`;
    case 'cancelled':
      return `Stopped: ${came}. Who is in stays in.`;
    case 'failed':
      return intake.failure ?? `It failed: ${came}. Add them again to go on.`;
    case 'completed':
      return `Done: ${came}.`;
  }
}
