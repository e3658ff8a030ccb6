import { withTenant, type TenantDb } from '../../db/connection.ts';
import { claimNotices, settleNotices } from '../../db/queries/approvals/notices.ts';
import { claimTenantNotices, settleTenantNotices } from '../../db/queries/notifications/tenant-notices.ts';
import { claimDomainNotices, settleDomainNotices } from '../../db/queries/senders/domain-notices.ts';
import {
  claimDigests,
  findMemberAddress,
  listMemberIds,
  settleDigest,
} from '../../db/queries/notifications/notifications.ts';
import {
  claimAnswers,
  findAnswersByMail,
  settleAnswers,
  type UntoldAnswer,
} from '../../db/queries/inbound/told-answers.ts';
import { answerMail } from '../../domain/notifications/answer-mail.ts';
import { campaignNoticesMail } from '../../domain/notifications/campaign-notice.ts';
import { domainMail } from '../../domain/notifications/domain-notice.ts';
import { digestMail } from '../../domain/notifications/notification.ts';
import { tenantNoticeMail } from '../../domain/notifications/tenant-notice.ts';
import { stepKindWords } from '../../domain/drips/steps.ts';
import { forwardAnswers, type ForwardingDeps } from './answers-by-mail.ts';
import { within } from '../within.ts';

/** A mail server that has not taken a mail after this long (milliseconds) is tried again another time. */
const patienceMs = 10_000;

/** A mail to somebody, and how its fate is kept. */
interface Told {
  userId: string;
  ids: string[];
  mail: { subject: string; text: string };
  mark: (db: TenantDb, ids: readonly string[], mailedAtIso: string | null) => Promise<void>;
}

/**
 * Says to people by mail what their people answered, and what they have not seen of their steps, of approvals and of sending domains: one mail of each for everything that came together, at most one an hour. What is being said
 * is held, and marked once the mail server has it: a worker that dies in between says it twice rather than never. Where the server is
 * away, and from the moment `until` of the process's clock (milliseconds) on, it is given back and said with a later round.
 */
export async function mailOwners(
  deps: ForwardingDeps,
  { tenantId, nowIso, until }: { tenantId: string; nowIso: string; until: number },
): Promise<void> {
  const { database, directory, log, systemMail } = deps;
  if (!systemMail) return;
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, tenantId, work);
  const url = `${systemMail.publicUrl}/notifications`;
  const members = await listMemberIds(directory.db, tenantId);
  const { told, forward } = await inTenant(async (db) => {
    const { name: tenantName = '' } = (await db.selectFrom('tenants').select('name').executeTakeFirst()) ?? {};
    const ofSteps = (await claimDigests(db, nowIso)).map(({ lines, ...digest }) => {
      const named = lines.map((line) => ({ ...line, stepName: line.stepName || stepKindWords.notifyOwner }));
      return { ...digest, mail: digestMail(named, { tenantName, url }), mark: settleDigest };
    });
    const ofApprovals = (await claimNotices(db, nowIso)).map(({ lines, ...digest }) => ({
      ...digest,
      mail: campaignNoticesMail(lines, { tenantName, url }),
      mark: settleNotices,
    }));
    const ofTenant = (await claimTenantNotices(db, nowIso)).map(({ lines, ...digest }) => ({
      ...digest,
      mail: tenantNoticeMail(lines, { tenantName, url }),
      mark: settleTenantNotices,
    }));
    const ofDomains = (await claimDomainNotices(db)).map(({ lines, ...digest }) => ({
      ...digest,
      mail: domainMail(lines, { tenantName, url }),
      mark: settleDomainNotices,
    }));
    const answers = await claimAnswers(db, members);
    const mode = await findAnswersByMail(db);
    const isForwarded = mode === 'owner' || mode === 'sender';
    const byOwner = mode === 'summary' ? groupByOwner(answers) : [];
    const ofAnswers = byOwner.map(({ userId, lines }) => ({
      ...{ userId, ids: lines.map(({ id }) => id), mark: settleAnswers },
      mail: answerMail(lines, { tenantName, publicUrl: systemMail.publicUrl }),
    }));
    const isSaid = new Set(ofAnswers.flatMap(({ ids }) => ids));
    // Answers whose owners get no mail about them count as told: the bell has them.
    const silent = isForwarded ? [] : answers.filter(({ id }) => !isSaid.has(id));
    await settleAnswers(db, silent.map(({ id }) => id), nowIso); // prettier-ignore
    const told: Told[] = [...ofAnswers, ...ofDomains, ...ofTenant, ...ofApprovals, ...ofSteps];
    return { told, forward: { answers: isForwarded ? answers : [], mode, tenantName } };
  });
  for (const { userId, ids, mail, mark } of told) {
    const settle = (ids: readonly string[], at: string | null) => inTenant((db) => mark(db, ids, at));
    if (Date.now() > until) {
      await settle(ids, null);
      continue;
    }
    const to = await findMemberAddress(directory.db, { tenantId, userId });
    try {
      // Who has left is told nothing.
      if (to) await within(patienceMs, systemMail.send({ to, ...mail }));
      await settle(ids, nowIso);
    } catch {
      // The error may hold the address.
      log.warn({ tenant: tenantId }, 'an owner could not be told by mail; it is tried again');
      await settle(ids, null);
    }
  }
  const { answers, ...how } = forward;
  await forwardAnswers(deps, answers, { ...how, tenantId, nowIso, until, patienceMs });
}

function groupByOwner(answers: readonly UntoldAnswer[]): { userId: string; lines: UntoldAnswer[] }[] {
  const owners = new Set(answers.map(({ userId }) => userId).filter((userId) => userId !== null));
  return [...owners].map((userId) => ({ userId, lines: answers.filter((answer) => answer.userId === userId) }));
}
