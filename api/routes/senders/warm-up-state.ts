import type { TenantDb } from '../../../db/connection.ts';
import { listTaken, listWarmUps } from '../../../db/queries/deliverability/warm-ups.ts';
import { warmUpDay, type WarmUpState } from '../../../domain/senders/warm-up.ts';

/** How the warm-ups of the tenant's senders stand at `nowIso`, by sender; only one sender's where one is named. */
export async function readWarmUps(
  db: TenantDb,
  nowIso: string,
  senderId: string | null = null,
): Promise<Map<string, WarmUpState>> {
  const rows = await listWarmUps(db, senderId);
  if (rows.length === 0) return new Map();
  const { timeZone } = await db.selectFrom('tenants').select('timeZone').executeTakeFirstOrThrow();
  const days = rows.map((row) => ({ ...row, ...warmUpDay(row, timeZone, nowIso) }));
  const taken = await listTaken(db, days);
  return new Map(
    days.map(({ senderId, plan, startedOn, startsAt, day, cap, nextAt, date }) => [
      senderId,
      { plan, startedOn, startsAt, day, cap, nextAt, taken: taken.get(`${senderId} ${date}`) ?? 0 },
    ]),
  );
}
