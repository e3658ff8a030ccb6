import { z } from '@hono/zod-openapi';
import { Day } from '../../../domain/calendar/moment.ts';
import type { TenantDb } from '../../../db/connection.ts';
import { findFit } from '../../../db/queries/attribution/fits.ts';
import { findAttributionState } from '../../../db/queries/attribution/state.ts';
import { Model } from '../../../domain/attribution/model.ts';
import { defaultModel, type Basis } from '../../../domain/attribution/report.ts';
import { DomainError } from '../../../domain/errors.ts';

/** The days of a report, both included. */
export const WindowQuery = z.object({
  from: Day.optional().openapi({ description: "The first day, in the organisation's time zone" }),
  to: Day.optional().openapi({ description: 'The last day' }),
});

/** The model and the days of a report. */
export const ReportQuery = WindowQuery.extend({ model: Model.default(defaultModel) });

/** The window of a report; throws where it ends before it begins. */
export function windowOf({ from, to }: z.infer<typeof WindowQuery>): { from: string | null; to: string | null } {
  if (from && to && to < from)
    throw new DomainError('invalid', 'The last day lies before the first. Give them the other way round.', [
      { path: 'query.to', code: 'before_from', message: `must be ${from} or later` },
    ]);
  return { from: from ?? null, to: to ?? null };
}

/** What the figures of an answer go by, and how fresh they are. */
export async function readBasis(
  db: TenantDb,
  { model, ...window }: { model: Model; from: string | null; to: string | null },
): Promise<Basis> {
  const { lastWrittenAt, waiting, setAside, opportunities, withoutRate } = await findAttributionState(db);
  const tenant = await db
    .selectFrom('tenants')
    .select(['currency', 'lookBackDays', 'countOpensAsTouch'])
    .executeTakeFirstOrThrow();
  const fit = await findFit(db);
  return {
    model,
    ...window,
    ...tenant,
    fit: fit ? { version: fit.version, fittedAt: fit.fittedAt.toISOString(), paths: fit.paths } : null,
    lastWrittenAt: lastWrittenAt?.toISOString() ?? null,
    waiting,
    setAside,
    opportunities,
    withoutRate,
  };
}

/** The part of it that does not depend on a model. */
export async function readPlainBasis(
  db: TenantDb,
  window: { from: string | null; to: string | null },
): Promise<Omit<Basis, 'model' | 'fit'>> {
  const { model: _model, fit: _fit, ...basis } = await readBasis(db, { model: defaultModel, ...window });
  return basis;
}
