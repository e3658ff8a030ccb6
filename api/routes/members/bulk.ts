import { z } from 'zod';
import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaignType, type CampaignTypeRow } from '../../../db/queries/campaigns/types.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { listPeopleFrom } from '../../../db/queries/intakes/people.ts';
import type { NewIntake } from '../../../db/queries/intakes/intakes.ts';
import { findList } from '../../../db/queries/segments/lists.ts';
import { setChangedBy } from '../../../db/queries/members/history.ts';
import {
  deleteMembers,
  insertMembers,
  listKnownPeople,
  listMemberPeople,
  markMembers,
  type PersonKey,
} from '../../../db/queries/members/members.ts';
import { findSegment } from '../../../db/queries/segments/segments.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { mostAtOnce, type IntakeSource } from '../../../domain/intakes/intake.ts';
import type { MemberBulk, MemberResult } from '../../../domain/members/member.ts';
import { parseEmail } from '../../../domain/people/email.ts';
import type { Actor } from '../../../domain/policy/actor.ts';

/** The type of a campaign, with its statuses. */
export async function findTypeOf(db: TenantDb, campaignId: string): Promise<CampaignTypeRow> {
  const campaign = await findCampaign(db, campaignId);
  const type = campaign && (await findCampaignType(db, campaign.campaignTypeId));
  if (!type) throw notFound('campaign');
  return type;
}

/** The wanted status, which must be one of the type; without a wish, the default one. */
export function statusOf(type: CampaignTypeRow, statusId?: string) {
  const status = type.statuses.find(statusId ? ({ id }) => id === statusId : ({ isDefault }) => isDefault);
  if (status) return status;
  const message = `The campaign's type (${type.name}) has no such status.`;
  throw new DomainError('invalid', message, [{ path: 'statusId', code: 'unknown_status', message }]);
}

const done: ReadonlySet<MemberResult['result']> = new Set(['added', 'removed', 'changed']);

/**
 * Carries a bulk change out; bad rows are reported and the good ones done. The results are in the order of the request, `done` is
 * how many rows changed something.
 */
export async function applyBulk(
  db: TenantDb,
  actor: Actor,
  { campaignId, bulk }: { campaignId: string; bulk: MemberBulk },
): Promise<{ done: number; results: MemberResult[] }> {
  const type = await findTypeOf(db, campaignId);
  const { by, rows } = readRows(bulk);
  const keys = rows.flatMap(({ key }) => key ?? []);
  const known = await listKnownPeople(db, by, [...new Set(keys)]);
  await setChangedBy(db, actor, by === 'personIds' ? 'hand' : 'file');
  const resultOf = await change(db, { campaignId, people: [...new Set(known.values())], type, bulk });
  const seen = new Set<string>();
  const results = rows.map(({ given, key }): MemberResult => {
    const personId = key === null ? undefined : known.get(key);
    const row = { personId: personId ?? null, ...asGiven(by, given) };
    if (key === null) return { ...row, result: by === 'emails' ? 'invalid_email' : 'invalid_id' };
    if (personId === undefined) return { ...row, result: 'unknown_person' };
    if (seen.has(personId)) return { ...row, result: 'repeated' };
    seen.add(personId);
    return { ...row, result: resultOf(personId) };
  });
  const count = results.filter(({ result }) => done.has(result)).length;
  if (count > 0) await auditMembers(db, actor, { campaignId, action: bulk.action, people: count });
  return { done: count, results };
}

/**
 * Adds everybody of a list, of another campaign or of a segment as it is now. Where they are too many for one request nobody is added,
 * and what comes back is the intake to make.
 */
export async function addMembersFrom(
  db: TenantDb,
  actor: Actor,
  { campaignId, from, statusId }: { campaignId: string; from: IntakeSource; statusId?: string },
): Promise<{ people: number; added: number; alreadyMembers: number } | NewIntake> {
  const type = await findTypeOf(db, campaignId);
  const origin = await findOrigin(db, from);
  if (!origin) throw notFound(from.kind);
  const status = statusOf(type, statusId).id;
  const nowIso = new Date().toISOString();
  // Fixed before anybody is added: the rule of a segment may ask for members of this very campaign.
  const personIds = await listPeopleFrom(db, { source: from, nowIso, limit: mostAtOnce + 1 });
  if (personIds.length > mostAtOnce) {
    const terms = { target: 'campaign' as const, targetId: campaignId, statusId: status };
    return { campaignId, source: from, sourceName: origin.name, terms };
  }
  await setChangedBy(db, actor, from.kind);
  const { size: added } = await insertMembers(db, { campaignId, personIds, statusId: status, source: from.kind });
  if (added > 0)
    await auditMembers(db, actor, { campaignId, action: 'add', people: added, from: `${from.kind} ${origin.name}` });
  return { people: personIds.length, added, alreadyMembers: personIds.length - added };
}

function findOrigin(db: TenantDb, from: IntakeSource): Promise<{ name: string } | undefined> {
  if (from.kind === 'list') return findList(db, from.listId);
  return from.kind === 'segment' ? findSegment(db, from.segmentId) : findCampaign(db, from.campaignId);
}

/** The audit log names how many they were; who they were stands in the history of each. */
async function auditMembers(
  db: TenantDb,
  actor: Actor,
  { campaignId, action, ...after }: { campaignId: string; action: string; people: number; from?: string },
): Promise<void> {
  await insertAudit(db, actor, { action: `members.${action}`, entityKind: 'campaign', entityId: campaignId, after });
}

/** The rows as given, each with the key that people are looked up by; null where it cannot be one. */
function readRows(bulk: MemberBulk): { by: PersonKey; rows: { given: string; key: string | null }[] } {
  const keyed = (by: PersonKey, given: string[] = [], keyOf: (text: string) => string | null) => ({
    by,
    rows: given.map((text) => ({ given: text, key: keyOf(text) })),
  });
  if (bulk.emails) return keyed('emails', bulk.emails, emailKey);
  if (bulk.externalIds) return keyed('externalIds', bulk.externalIds, (text) => text.trim() || null);
  return keyed('personIds', bulk.personIds, (text) => (z.uuid().safeParse(text).success ? text.toLowerCase() : null));
}

function emailKey(text: string): string | null {
  const parsed = parseEmail(text);
  return 'problem' in parsed ? null : parsed.key;
}

function asGiven(by: PersonKey, given: string): Partial<MemberResult> {
  if (by === 'emails') return { email: given };
  return by === 'externalIds' ? { externalId: given } : { personId: given };
}

type ResultOf = (personId: string) => MemberResult['result'];

async function change(
  db: TenantDb,
  { campaignId, people, type, bulk }: { campaignId: string; people: string[]; type: CampaignTypeRow; bulk: MemberBulk },
): Promise<ResultOf> {
  switch (bulk.action) {
    case 'add': {
      const added = await insertMembers(db, {
        campaignId,
        personIds: people,
        statusId: statusOf(type, bulk.statusId).id,
        source: bulk.personIds ? 'manual' : 'file',
      });
      return (id) => (added.has(id) ? 'added' : 'already_member');
    }
    case 'remove': {
      const removed = await deleteMembers(db, { campaignId, personIds: people });
      return (id) => (removed.has(id) ? 'removed' : 'not_member');
    }
    case 'setStatus': {
      const isMember = await listMemberPeople(db, campaignId, people);
      const changed = await markMembers(db, {
        campaignId,
        personIds: people,
        statusId: statusOf(type, bulk.statusId).id,
      });
      return (id) => (changed.has(id) ? 'changed' : isMember.has(id) ? 'unchanged' : 'not_member');
    }
  }
}
