import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { decideFor } from '../../activities/next-actions/decide.ts';
import type { TenantDb } from '../../db/connection.ts';
import { insertPolicy, updatePolicy } from '../../db/queries/next-actions/policies.ts';
import { listTargets } from '../../db/queries/next-actions/targets.ts';
import { settleNextActions } from '../../db/queries/next-actions/next-actions.ts';
import { eventCause } from '../../domain/next-actions/cause.ts';
import { Offer } from '../../domain/next-actions/next-action.ts';
import { startingPolicy } from '../../domain/next-actions/policy.ts';
import type { DemoTeam } from './history.ts';

/** Ten in the morning of a day that was: nobody's quiet hours. */
const morning = (daysAgo: number): string =>
  `${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)}T10:00:00.000Z`;

/** What is next for who clicked lately waits for a person; what was proposed a month ago is done or over, and it is known what came of it. */
export async function seedNextActions(db: TenantDb, { manager }: DemoTeam): Promise<void> {
  await sql`
    update people set owner_id = ${manager.id}
    where tenant_id = current_tenant() and owner_id is null and hashtext(external_id) % 3 = 0`.execute(db);
  const policyId = uuidv7();
  await insertPolicy(db, { id: policyId, campaignId: null });
  const settings = { ...startingPolicy, mode: 'suggest' as const, holdOut: 0.2 };
  await updatePolicy(db, { id: policyId, version: 1, settings, offers: await offers(db) });
  await decide(db, { atIso: morning(31), people: 160 });
  await sql`
    update next_actions set closed_at = decided_at + interval '3 days', look_at = null,
      status = case when kind = 'create_task' then 'done' else 'expired' end,
      acted_at = case when kind = 'create_task' then decided_at + interval '1 day' end,
      decided_by = case when kind = 'create_task' then ${manager.name} end
    where tenant_id = current_tenant() and status = 'suggested'`.execute(db);
  await settleNextActions(db, { nowIso: morning(1) });
  await decide(db, { atIso: morning(1), people: 24 });
  await seedTasks(db, manager.id);
}

/** What was asked of colleagues: some calls are to be made, one of them since yesterday, and those of a month ago were. */
async function seedTasks(db: TenantDb, ownerId: string): Promise<void> {
  await sql`
    insert into tasks (person_id, owner_id, title, note, due_at, status, next_action_id, closed_at, closed_by)
    select person_id, ${ownerId}, 'Call them', 'They read about warehouses and came back twice.',
      decided_at + interval '3 days', 'done', id, acted_at, decided_by
    from next_actions where tenant_id = current_tenant() and kind = 'create_task' and status = 'done' limit 20`.execute(
    db,
  );
  await sql`
    insert into tasks (person_id, owner_id, title, due_at)
    select id, owner_id, 'Call them', now() + (row_number() over (order by id) - 2) * interval '1 day'
    from people where tenant_id = current_tenant() and owner_id = ${ownerId} order by id limit 6`.execute(db);
}

async function offers(db: TenantDb): Promise<(Required<Offer> & { id: string })[]> {
  const targets = await listTargets(db);
  const about = (kind: string, name: string) =>
    targets.find((target) => target.kind === kind && target.name.startsWith(name))?.id ?? null;
  const given = [
    { kind: 'create_task', label: 'Call them', chance: 0.06, value: 400 },
    { kind: 'send_email', label: 'Five layouts that save steps', chance: 0.14, targetId: about('item', 'Five') },
    {
      kind: 'send_content',
      label: 'Something about warehouses',
      chance: 0.1,
      targetId: about('programme', 'Warehouse'),
    },
    { kind: 'add_to_drip', label: 'To the welcome letters', chance: 0.05, targetId: about('drip', '') },
  ];
  return given
    .map((offer) => ({ ...Offer.parse(offer), id: uuidv7() }))
    .filter(({ kind, targetId }) => kind === 'create_task' || targetId !== null);
}

/** Decides by the engine itself, for people who clicked before that moment, the latest first. */
async function decide(db: TenantDb, { atIso, people }: { atIso: string; people: number }): Promise<void> {
  const { rows } = await sql<{ personId: string; eventId: string; campaignId: string | null }>`
    select person_id, event_id, campaign_id from (
      select distinct on (person_id) person_id, id as event_id, campaign_id, occurred_at from engagement_events
      where tenant_id = current_tenant() and kind = 'click' and verdict <> 'machine' and person_id is not null
        and occurred_at < ${atIso}::timestamptz
      order by person_id, occurred_at desc) latest
    order by occurred_at desc limit ${people}`.execute(db);
  await decideFor(
    db,
    rows.map(({ personId, eventId, campaignId }) => ({ personId, campaignId, cause: eventCause(eventId) })),
    atIso,
  );
}
