import type { ResumeChoice } from '../drips/drip.ts';
import type { Role } from '../policy/roles.ts';
import type { CampaignCommand, CampaignStatus } from './lifecycle.ts';

/** Who gives a command, as it may travel through a workflow: ids only, the name is looked up where the audit row is written. */
export interface CommandActor {
  kind: 'user' | 'apiKey' | 'workflow';
  personId: string | null;
  keyId?: string;
  role: Role;
}

/** A command to a campaign, with what some of them need. Times are ISO 8601. */
export interface CommandRequest {
  command: CampaignCommand;
  actor: CommandActor;
  /** schedule: when it starts; null or missing: as it stands on the campaign. */
  startAt?: string | null;
  /** resume: how people in its drips who came due meanwhile go on; at once where nothing is said. */
  overdue?: ResumeChoice;
  /** submit, approve, reject: why. The text itself stays in Postgres: it is a person's words. */
  noteId?: string;
  /** The version of the campaign that the caller saw: a workflow that remembers an older one must not judge by it. */
  seenVersion?: number;
}

/** A campaign as its workflow knows it: what time and order depend on, read from the row. */
export interface CampaignSnapshot {
  status: CampaignStatus;
  startAt: string | null;
  endAt: string | null;
  /** How many parts (broadcasts) it has, whatever became of them. */
  parts?: number;
  version: number;
}

/** The clock's own actor: what a campaign does because its time has come. */
export const clock: CommandActor = { kind: 'workflow', personId: null, role: 'admin' };
