import { DomainError } from '../../../domain/errors.ts';
import { endObstacle, type EndChange } from '../../../domain/parts/end.ts';

/** Refuses an end date that a part cannot have; undefined: it is not changed. */
export function refuseEnd(
  part: Pick<EndChange, 'what' | 'before' | 'closedAt'>,
  after: string | null | undefined,
): void {
  if (after === undefined) return;
  const moment = after === null ? null : new Date(after).toISOString();
  const message = endObstacle({ ...part, after: moment, nowIso: new Date().toISOString() });
  if (message) throw new DomainError('invalid', message, [{ path: 'endAt', code: 'invalid', message }]);
}
