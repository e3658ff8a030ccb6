import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { upsertHolidays } from '../../../db/queries/tenants/holidays.ts';
import type { Holiday, HolidayResult, HolidayRow } from '../../../domain/holidays/holiday.ts';
import type { Actor } from '../../../domain/policy/actor.ts';

/** Writes the good rows and says what became of each, in their order; of two for one day the later one holds. */
export async function writeHolidays(db: TenantDb, actor: Actor, rows: readonly HolidayRow[]): Promise<HolidayResult[]> {
  const last = new Map<string, Holiday>();
  for (const row of rows) if ('input' in row) last.set(row.input.day, row.input);
  const written = await upsertHolidays(db, [...last.values()]);
  const changed = written.filter(({ name, before }) => name !== before);
  if (changed.length > 0) {
    await insertAudit(db, actor, {
      action: 'holiday.set',
      entityKind: 'tenant',
      entityId: actor.tenantId,
      before: Object.fromEntries(changed.map(({ day, before }) => [day, before])),
      after: Object.fromEntries(changed.map(({ day, name }) => [day, name])),
    });
  }
  const known = new Map(written.map(({ day, before }) => [day, before]));
  return rows.map((row) => resultOf(row, known));
}

function resultOf(row: HolidayRow, known: ReadonlyMap<string, string | null>): HolidayResult {
  if ('rejected' in row) return row.rejected;
  const { day, name } = row.input;
  const before = known.get(day) ?? null;
  return { row: row.row, day, name, result: before === null ? 'added' : before === name ? 'unchanged' : 'changed' };
}
