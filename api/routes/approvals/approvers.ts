import { listMembersWithRole } from '../../../db/queries/approvals/notices.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { policy } from '../../../domain/policy/policy.ts';
import type { ApiDeps } from '../../deps.ts';

/** Who may approve what the caller asks for: everybody whose role may, but the caller. */
export async function approversFor({ directory }: Pick<ApiDeps, 'directory'>, actor: Actor): Promise<string[]> {
  const all = await listMembersWithRole(directory.db, actor.tenantId, policy['campaigns.approve']);
  return all.filter((id) => id !== actor.personId);
}
