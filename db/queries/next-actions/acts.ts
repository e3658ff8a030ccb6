import { sql } from 'kysely';
import { priorities } from '../../../domain/outbox/message.ts';
import type { TenantDb } from '../../connection.ts';
import { enrol, namedPeople, requestWake } from '../drips/enrolments.ts';
import { enqueueMessages } from '../outbox/enqueue.ts';
import { listHad, listSendable } from './context.ts';
import { withdrawNextActions, type ActedOn } from './next-actions.ts';

/** Whom to tell once the transaction is committed. */
export interface Consequences {
  hasMail: boolean;
  dripIds: string[];
  /** The actions that turned out not to be possible. */
  takenBack: ReadonlySet<string>;
}

interface CarryingOut {
  actions: readonly ActedOn[];
  nowIso: string;
  takeBack: (ids: readonly string[], reason: string) => Promise<void>;
}

/**
 * Does what was decided, in the transaction in which it was accepted, so that neither is without the other: messages go onto the one road,
 * people come into drips, colleagues get tasks. What turns out not to be possible is taken back and says so.
 */
export async function carryOut(db: TenantDb, actions: readonly ActedOn[], nowIso: string): Promise<Consequences> {
  const of = (...kinds: string[]) => actions.filter(({ kind }) => kinds.includes(kind));
  const takenBack = new Set<string>();
  const takeBack = async (ids: readonly string[], reason: string) => {
    await withdrawNextActions(db, ids, reason);
    for (const id of ids) takenBack.add(id);
  };
  const hasMail = await send(db, { actions: of('send_email', 'send_content'), nowIso, takeBack });
  const dripIds = await addToDrips(db, { actions: of('add_to_drip'), nowIso, takeBack });
  await giveTasks(db, of('create_task'), nowIso);
  await slowDown(db, of('change_cadence'));
  return { hasMail, dripIds, takenBack };
}

/**
 * The item is the occurrence, as in a programme: whichever of the two sends it first, nobody gets it twice. What may not be sent any more,
 * because it ran out, was held or taken out since it was proposed, and what somebody has had meanwhile, is taken back.
 */
async function send(db: TenantDb, { actions, nowIso, takeBack }: CarryingOut): Promise<boolean> {
  const itemIds = [...new Set(actions.flatMap((action) => action.itemId ?? []))];
  const open = await listSendable(db, itemIds, nowIso);
  const had = await listHad(db, { itemIds, personIds: actions.map(({ personId }) => personId) });
  const isOpen = ({ itemId }: ActedOn) => open.some(({ id }) => id === itemId);
  const hasHad = ({ personId, itemId }: ActedOn) => had.has(`${personId} ${itemId}`);
  const idsWhere = (which: (action: ActedOn) => boolean) => actions.filter(which).map(({ id }) => id);
  await takeBack(
    idsWhere((action) => !isOpen(action)),
    'not_open',
  );
  await takeBack(
    idsWhere((action) => isOpen(action) && hasHad(action)),
    'had_before',
  );
  let enqueued = 0;
  for (const item of open) {
    const own = actions.filter((action) => action.itemId === item.id && !hasHad(action));
    enqueued += await enqueueMessages(db, {
      sourceKind: 'nba',
      sourceId: item.id,
      partId: own[0]?.policyId ?? '',
      campaignId: item.campaignId,
      editionId: item.editionId,
      priority: priorities.nba,
      nowIso,
      sendWindow: null,
      to: own.map(({ personId }) => ({ personId, occurrence: item.id })),
    });
  }
  return enqueued > 0;
}

async function addToDrips(db: TenantDb, { actions, nowIso, takeBack }: CarryingOut): Promise<string[]> {
  const told: string[] = [];
  for (const [dripId, own] of await byTarget(db, actions)) {
    const personIds = own.map(({ personId }) => personId);
    const reentry = { allowed: false, afterDays: 0 };
    const taken = new Set(
      await enrol(db, { dripId, nowIso, source: 'event', people: namedPeople(personIds), reentry }),
    );
    await takeBack(
      own.filter(({ personId }) => !taken.has(personId)).map(({ id }) => id),
      'not_open',
    );
    if (taken.size > 0 && (await requestWake(db, dripId, nowIso))) told.push(dripId);
  }
  return told;
}

/** A task for the owner of each person, due in two days. */
async function giveTasks(db: TenantDb, actions: readonly ActedOn[], nowIso: string): Promise<void> {
  if (actions.length === 0) return;
  await sql`
    insert into tasks (person_id, owner_id, title, note, due_at, next_action_id)
    select a.person_id, p.owner_id, o.label, array_to_string(a.reasons, ' '), ${nowIso}::timestamptz + interval '2 days', a.id
    from next_actions a
    join people p on p.tenant_id = a.tenant_id and p.id = a.person_id
    join next_action_offers o on o.tenant_id = a.tenant_id and o.id = a.offer_id
    where a.tenant_id = current_tenant() and a.id = any(${sql.val(actions.map(({ id }) => id))}::uuid[])
    on conflict (tenant_id, next_action_id) do nothing`.execute(db);
}

/** The letters of a programme pause for people who got too many. */
async function slowDown(db: TenantDb, actions: readonly ActedOn[]): Promise<void> {
  for (const [nurtureId, own] of await byTarget(db, actions))
    await sql`
      update nurture_members set cadence = 'paused'
      where tenant_id = current_tenant() and nurture_id = ${nurtureId} and cadence = 'normal'
        and person_id = any(${sql.val(own.map(({ personId }) => personId))}::uuid[])`.execute(db);
}

async function byTarget(db: TenantDb, actions: readonly ActedOn[]): Promise<[string, ActedOn[]][]> {
  if (actions.length === 0) return [];
  const offers = await db
    .selectFrom('nextActionOffers')
    .select(['id', 'targetId'])
    .where(
      'id',
      'in',
      actions.flatMap(({ offerId }) => offerId ?? []),
    )
    .execute();
  return offers.flatMap(({ id, targetId }): [string, ActedOn[]][] => {
    const own = actions.filter(({ offerId }) => offerId === id);
    return targetId ? [[targetId, own]] : [];
  });
}
