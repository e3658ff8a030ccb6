import { v7 as uuidv7 } from 'uuid';
import type { TenantDb } from '../../db/connection.ts';
import { insertSavedReport } from '../../db/queries/reports/saved-reports.ts';
import type { DemoTeam } from './history.ts';

/** Reports that somebody kept; nobody gets them by mail. */
export async function seedReports(db: TenantDb, { manager }: Pick<DemoTeam, 'manager'>): Promise<void> {
  const owner = { ownerId: manager.id, ownerName: manager.name, schedule: null, nextAt: null };
  await insertSavedReport(db, {
    ...{ id: uuidv7(), name: 'The last 90 days', kind: 'activity', query: { period: 'last90', unit: 'week' } },
    ...owner,
  });
  await insertSavedReport(db, {
    ...{
      id: uuidv7(),
      name: 'When our mail is opened',
      kind: 'clock',
      query: { period: 'last90', figure: 'uniqueOpens' },
    },
    ...owner,
  });
}
