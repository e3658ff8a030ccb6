import type { Role } from '../../../domain/policy/roles.ts';

/** The roles as people read them. */
export const roleWords: Record<Role, string> = {
  admin: 'Administrator',
  manager: 'Manager',
  approver: 'Approver',
  analyst: 'Analyst',
  operator: 'Operator',
};

/** What each role is for, in one line. */
export const roleHints: Record<Role, string> = {
  admin: 'Everything, including users, keys and senders',
  manager: 'Writes, imports and sends',
  approver: 'Reads, and approves or rejects what others wrote',
  analyst: 'Reads',
  operator: 'Reads, and pauses, resumes or cancels sending',
};
