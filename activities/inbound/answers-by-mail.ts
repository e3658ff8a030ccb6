import { withTenant, type TenantDb } from '../../db/connection.ts';
import { openMail } from '../../db/kept-mail.ts';
import { findMemberAddress } from '../../db/queries/notifications/notifications.ts';
import { isReturnPathHost } from '../../db/queries/senders/return-path-hosts.ts';
import {
  beginForwarding,
  endForwarding,
  settleAnswers,
  type UntoldAnswer,
} from '../../db/queries/inbound/told-answers.ts';
import { writtenText } from '../../domain/inbound/mail.ts';
import {
  forwardAddress,
  forwardedMail,
  forwardFailure,
  hostOf,
  type AnswersByMail,
} from '../../domain/notifications/answers-by-mail.ts';
import { readMime } from '../../mail/inbound/read-mime.ts';
import type { ActivityDeps } from '../deps.ts';
import { within } from '../within.ts';

/** What answers are passed on with. */
export type ForwardingDeps = Pick<ActivityDeps, 'database' | 'directory' | 'log' | 'systemMail'> & {
  mailer: Pick<ActivityDeps['mailer'], 'ring' | 'bounceDomain'>;
};

/** Whose answers, when, and until when (milliseconds of the process's clock). */
interface Round {
  tenantId: string;
  tenantName: string;
  mode: AnswersByMail;
  nowIso: string;
  until: number;
  patienceMs: number;
}

/**
 * Passes answers on, each once: what a mail server refused for now is tried again, and where nobody knows whether it went it is not sent
 * again. What goes to nobody is settled; the bell has it all the same.
 */
export async function forwardAnswers(
  deps: ForwardingDeps,
  answers: readonly UntoldAnswer[],
  round: Round,
): Promise<void> {
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(deps.database.db, round.tenantId, work);
  for (const answer of answers) {
    const to = Date.now() > round.until ? undefined : await addressOf(deps, answer, round);
    if (to) await forward(deps, answer, { ...round, to });
    else await inTenant((db) => settleAnswers(db, [answer.id], to === null ? round.nowIso : null));
  }
}

async function addressOf(
  { directory, mailer }: ForwardingDeps,
  answer: UntoldAnswer,
  { tenantId, mode }: Round,
): Promise<string | null> {
  const { userId, replyAddress } = answer;
  const owner = userId === null ? undefined : await findMemberAddress(directory.db, { tenantId, userId });
  const to = (mode === 'owner' ? owner : replyAddress) ?? null;
  const ours = to === null ? '' : hostOf(to);
  const isOurs =
    ours === mailer.bounceDomain.toLowerCase() || (to !== null && (await isReturnPathHost(directory.db, ours)));
  return forwardAddress(answer, { to, isOurs: () => isOurs });
}

async function forward(
  { database, log, mailer, systemMail }: ForwardingDeps,
  answer: UntoldAnswer,
  { tenantId, tenantName, nowIso, patienceMs, to }: Round & { to: string },
): Promise<void> {
  const { id, fromAddress } = answer;
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, tenantId, work);
  const begun = await inTenant((db) => beginForwarding(db, id));
  if (!begun || !systemMail) return;
  const raw = begun.sealed === null ? null : openMail(mailer.ring, begun.sealed);
  const text = raw === null ? answer.excerpt : writtenText(readMime(raw));
  const url = `${systemMail.publicUrl}/inbox/${id}`;
  const mail = forwardedMail({ ...answer, text }, { tenantName, url });
  const end = await within(
    patienceMs,
    systemMail.send({ to, ...mail, ...(fromAddress ? { replyTo: fromAddress } : {}) }),
  ).then(() => 'sent' as const, forwardFailure);
  // The error may hold the address.
  if (end !== 'sent') log.warn({ tenant: tenantId, mail: id, end }, 'an answer was not surely passed on');
  await inTenant((db) => endForwarding(db, { id, end: end === 'later' ? null : end, nowIso }));
}
