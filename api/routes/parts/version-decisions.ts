import { DomainError } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { Action } from '../../../domain/policy/policy.ts';
import { authorOf } from '../campaigns/edit.ts';

/** The decisions on a version of a running part: who may take each, and the state that it leads to. */
export const versionDecisions: {
  command: string;
  action: Action;
  to: 'approved' | 'rejected' | 'withdrawn';
  summary: string;
}[] = [
  { command: 'approve', action: 'campaigns.approve', to: 'approved', summary: 'Approve a version; not by its author' },
  { command: 'reject', action: 'campaigns.approve', to: 'rejected', summary: 'Refuse a version, saying why' },
  { command: 'withdraw', action: 'campaigns.submit', to: 'withdrawn', summary: 'Take a version back from review' },
];

/** Refuses an approval by the version's author, and a rejection that does not say why. */
export function refuseDecision(
  actor: Actor,
  { to, createdBy, comment }: { to: string; createdBy: string; comment: string },
): void {
  if (to === 'approved' && createdBy === authorOf(actor))
    throw new DomainError('forbidden', 'You made this version, so somebody else has to approve it.');
  if (to === 'rejected' && comment === '')
    throw new DomainError('invalid', 'Say what should change.', [
      { path: 'comment', code: 'required', message: 'A rejection needs a comment that says what should change.' },
    ]);
}

/** Who decided what when, as a version keeps it. */
export function decisionBy(actor: Actor, comment: string) {
  return { decidedBy: authorOf(actor), decidedByName: actor.name, decidedAt: new Date().toISOString(), comment };
}
