import type { ApiDeps } from '../deps.ts';
import type { Member } from './members.ts';
import { createPasswordToken } from './provision.ts';

const hoursToAccept = 72;

/** Tells a person that they were added: with a link to set a password where they are new, to sign in where they are not. */
export async function sendInvitation(
  deps: Pick<ApiDeps, 'auth' | 'config' | 'sendSystemMail' | 'log'>,
  input: { member: Member; tenantName: string; isNew: boolean },
): Promise<void> {
  const { member, tenantName, isNew } = input;
  const { publicUrl } = deps.config;
  const next = isNew
    ? `Set your password within ${hoursToAccept / 24} days and you are in:\n\n` +
      `${publicUrl}/reset-password?token=${await createPasswordToken(deps, member.id, hoursToAccept)}`
    : `Sign in as before and choose ${tenantName}:\n\n${publicUrl}`;
  const mail = {
    to: member.email,
    subject: `You were added to ${tenantName}`,
    text: `Hello ${member.name},\n\nyou were added to ${tenantName} as ${member.role}. ${next}\n`,
  };
  // The person is added whether or not the mail goes out now; an admin sends the invitation again.
  await deps
    .sendSystemMail(mail)
    .catch((error: unknown) => deps.log.error({ err: error }, 'an invitation could not be sent'));
}
