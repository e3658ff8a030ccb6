import { z } from 'zod';
import type { TenantDb } from '../../db/connection.ts';
import { findCampaignType, type CampaignTypeRow } from '../../db/queries/campaign-types.ts';
import { findCampaign } from '../../db/queries/campaigns.ts';
import {
  deleteMembers,
  insertMembers,
  listKnownPeople,
  listMemberPeople,
  markMembers,
} from '../../db/queries/members.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import type { MemberBulk, MemberResult } from '../../domain/members/member.ts';

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

/** Carries a bulk change out; bad rows are reported and the good ones done. The results are in the order of the request. */
export async function applyBulk(db: TenantDb, campaignId: string, bulk: MemberBulk): Promise<MemberResult[]> {
  const type = await findTypeOf(db, campaignId);
  const wellFormed = bulk.personIds.filter((id) => z.uuid().safeParse(id).success).map((id) => id.toLowerCase());
  const known = await listKnownPeople(db, wellFormed);
  const people = [...new Set(wellFormed.filter((id) => known.has(id)))];
  const resultOf = await change(db, { campaignId, people, type, bulk });
  return bulk.personIds.map((personId) => {
    const id = personId.toLowerCase();
    if (!z.uuid().safeParse(id).success) return { personId, result: 'invalid_id' };
    return { personId, result: known.has(id) ? resultOf(id) : 'unknown_person' };
  });
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
