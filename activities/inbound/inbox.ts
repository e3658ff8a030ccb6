import { Context } from '@temporalio/activity';
import { mayPass } from '../../db/connection-loss.ts';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { fingerprintOf, sealMail } from '../../db/kept-mail.ts';
import { setMailApart } from '../../db/queries/inbound/apart.ts';
import { isWorthALook, recordInboundMail } from '../../db/queries/inbound/record.ts';
import {
  findNextLook,
  listDueMailboxes,
  markLook,
  moveCursor,
  type DueMailbox,
} from '../../db/queries/inbound/mailboxes.ts';
import { listSoughtCopies, placeCopies } from '../../db/queries/seeds/looks.ts';
import { insertTenantNotice } from '../../db/queries/notifications/tenant-notices.ts';
import { listMembersWithRole } from '../../db/queries/approvals/notices.ts';
import { findTenant } from '../../db/queries/tenants/tenants.ts';
import { classifyMail } from '../../domain/inbound/classify.ts';
import { messageOf, whoseInMailbox, type Whose } from '../../domain/inbound/inbound-mail.ts';
import type { MailRead } from '../../domain/inbound/mail.ts';
import { failuresToTell, nextLookMs, type MailboxProblem } from '../../domain/inbound/mailbox.ts';
import { policy } from '../../domain/policy/policy.ts';
import { messageTokens } from '../../domain/tokens/token.ts';
import { createMailboxReader, MailboxFailure, type MailboxMail } from '../../mail/inbound/mailbox.ts';
import { readMime } from '../../mail/inbound/read-mime.ts';
import type { InboxRef } from '../../workflows/inbound/inbox.ts';
import type { ActivityDeps } from '../deps.ts';
import { accessOf, cursorOf } from './mailbox-access.ts';

/** What a round did; numbers and times only. */
export interface InboxRound {
  looked: number;
  failed: number;
  read: number;
  kept: number;
  /** When the next look is due; null: no mailbox is looked into. */
  nextLookAt: string | null;
}

/** Mails of one look. */
const lookLimit = 50;
/** A round gives its slot back after this long. */
const roundMs = 60_000;
/** What may go well by itself is tried so often, however often the round failed for it, before a mail is set apart for it. */
const patientAttempts = 5;

/** The activities that look into mailboxes. */
export function createInboxActivities(
  deps: Pick<ActivityDeps, 'database' | 'directory' | 'mailboxes' | 'log'> & {
    mailer: Pick<ActivityDeps['mailer'], 'ring'>;
  },
) {
  const { database, directory, mailer, log } = deps;
  const reader = deps.mailboxes ?? createMailboxReader();

  return {
    /**
     * Looks into the mailboxes that are due, each with a transaction for each of its mails, which moves the cursor on too. May be killed at
     * any moment: a mail is recorded and passed, or neither. One that cannot be recorded is set apart with the reason, and the next one is
     * taken; a mailbox in which even that fails is tried again later, and holds up no other.
     */
    async lookIntoMailboxes({ tenantId, now }: InboxRef & { now: string }): Promise<InboxRound> {
      const { heartbeat, cancellationSignal } = Context.current();
      const until = Date.now() + roundMs;
      const round = { looked: 0, failed: 0, read: 0, kept: 0 };
      const tenant = await withTenant(database.db, tenantId, findTenant);
      if (!tenant) return { ...round, nextLookAt: null };
      for (const mailbox of await withTenant(database.db, tenantId, (db) => listDueMailboxes(db, now))) {
        if (Date.now() > until || cancellationSignal.aborted) break;
        const of = { tenantId, tenantNumber: tenant.number, mailbox, now };
        const { problem, read, kept, hasMore, cursor } = await look(of);
        heartbeat(round.looked);
        if (problem === null) await findSeedCopies(of);
        heartbeat(round.looked);
        const failures = problem === null ? 0 : mailbox.failures + 1;
        const wait = hasMore ? 0 : nextLookMs(failures, Math.random());
        const nextIso = new Date(Date.parse(now) + wait).toISOString();
        await withTenant(database.db, tenantId, (db) =>
          markLook(db, { id: mailbox.id, nowIso: now, nextIso, problem, failures, cursor }),
        );
        if (problem !== null && failures >= failuresToTell) await tellOfFailures(of, problem);
        round.looked += 1;
        round.read += read;
        round.kept += kept;
        if (problem !== null) round.failed += 1;
      }
      return { ...round, nextLookAt: await withTenant(database.db, tenantId, findNextLook) };
    },
  };

  /** Tells those who may mend it that a mailbox cannot be looked into; once for each time that it goes on failing. */
  async function tellOfFailures({ tenantId, mailbox }: Of, problem: MailboxProblem): Promise<void> {
    const userIds = await listMembersWithRole(directory.db, tenantId, policy['settings.write']);
    await withTenant(database.db, tenantId, (db) =>
      insertTenantNotice(db, {
        ...{ kind: 'mailboxFails', subject: mailbox.name, cause: problem, evidence: '', userIds },
        since: mailbox.lookedAt ?? new Date(0),
      }),
    );
  }

  /**
   * Where copies for seeds landed whose mailbox this is. What cannot be looked at now is looked at next time, and holds up no mail: where
   * copies lie is worth less than what people answered.
   */
  async function findSeedCopies({ tenantId, tenantNumber, mailbox, now: nowIso }: Of): Promise<void> {
    const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, tenantId, work);
    try {
      const sought = await inTenant((db) => listSoughtCopies(db, { mailboxId: mailbox.id, nowIso }));
      if (sought === null) return;
      const tokenOf = (messageId: string) => messageTokens(mailer.ring, { tenantNumber, messageId }).unsubscribe;
      const mails = sought.ids.map((id) => ({ id, token: tokenOf(id) }));
      const { found, isWhole } = await reader.find(accessOf(mailer.ring, mailbox), {
        sought: mails,
        sinceIso: sought.sinceIso,
      });
      await inTenant((db) => placeCopies(db, { sought: sought.ids, found, isWhole, nowIso }));
    } catch (error) {
      if (mayPass(error)) throw error;
      const why = error instanceof MailboxFailure ? error.problem : error;
      log.warn({ tenant: tenantId, mailbox: mailbox.id, err: why }, 'copies for seeds could not be looked for');
    }
  }

  async function look(of: Of): Promise<Looked> {
    const { mailbox, tenantId } = of;
    const counts = { read: 0, kept: 0 };
    try {
      const found = await reader.look(accessOf(mailer.ring, mailbox), {
        cursor: cursorOf(mailbox),
        limit: lookLimit,
        sinceIso: new Date((mailbox.lookedAt ?? new Date(of.now)).getTime() - 2 * 24 * 3600_000).toISOString(),
      });
      for (const mail of found.mails) {
        const { uidValidity } = found;
        counts.kept += await pass(of, { uidValidity, mail }).catch((error: unknown) =>
          setApart(of, { uidValidity, mail, error }),
        );
        counts.read += 1;
        Context.current().heartbeat(counts.read);
      }
      const { uidValidity, lastUid, hasMore } = found;
      return { ...counts, problem: null, hasMore, cursor: { uidValidity, lastUid } };
    } catch (error) {
      if (!(error instanceof MailboxFailure)) {
        if (mayPass(error)) throw error;
        log.error({ tenant: tenantId, mailbox: mailbox.id, err: error }, 'a mailbox is stuck');
      }
      const problem = error instanceof MailboxFailure ? error.problem : 'stuck';
      return { ...counts, problem, hasMore: false, cursor: null };
    }
  }

  /** Records a mail and moves on behind it; returns how many of ours it was. */
  async function pass(of: Of, { uidValidity, mail }: Taken): Promise<number> {
    return withTenant(database.db, of.tenantId, async (db) => {
      const kept = (await take(db, of, mail)) ? 1 : 0;
      await moveCursor(db, { id: of.mailbox.id, uidValidity, lastUid: mail.uid, kept });
      return kept;
    });
  }

  /** Keeps a mail that could not be recorded, as it came and with the reason, and moves on behind it. */
  async function setApart(of: Of, { uidValidity, mail, error }: Taken & { error: unknown }): Promise<number> {
    const { tenantId, mailbox } = of;
    if (mayPass(error) && Context.current().info.attempt < patientAttempts) throw error;
    const { raw, uid } = mail;
    const found = foundIn(of, raw);
    await withTenant(database.db, tenantId, async (db) => {
      await setMailApart(db, {
        ...{ way: 'mailbox', bytes: raw.length, sealed: sealMail(mailer.ring, raw), error, ...found },
        fingerprint: fingerprintOf(found.mail, { raw, recipients: [], isCopy: true }),
      });
      await moveCursor(db, { id: mailbox.id, uidValidity, lastUid: uid, kept: 0 });
    });
    log.error(
      { tenant: tenantId, mailbox: mailbox.id, uid, err: error },
      'a mail could not be recorded and was set apart',
    );
    return 0;
  }

  /** As much of a mail as can be read, for one that fails to be read in full. */
  function foundIn(of: Of, raw: Buffer): { mail: MailRead | null; messageId: string | null } {
    try {
      const mail = readMime(raw);
      try {
        return { mail, messageId: messageOf(whose(of, mail))?.messageId ?? null };
      } catch {
        return { mail, messageId: null };
      }
    } catch {
      return { mail: null, messageId: null };
    }
  }

  /** Mail in a mailbox that is not about ours is skipped, and nothing of it is kept. */
  async function take(
    db: Parameters<typeof recordInboundMail>[0],
    of: Of,
    { raw, isCut }: MailboxMail,
  ): Promise<boolean> {
    const mail = readMime(raw);
    const owned = whose(of, mail);
    const verdict = classifyMail(mail);
    if (messageOf(owned) === null && !isWorthALook(verdict)) return false;
    const kind = await recordInboundMail(db, of.tenantId, {
      ...{ way: 'mailbox', whose: owned, verdict, isCut, bytes: raw.length },
      fingerprint: fingerprintOf(mail, { raw, recipients: [], isCopy: owned.isCopy }),
      sealed: sealMail(mailer.ring, raw),
    });
    return kind !== 'unknown' && kind !== 'again';
  }

  function whose({ tenantNumber, now: nowIso }: Of, mail: MailRead): Whose {
    return whoseInMailbox(mailer.ring, mail, { tenantNumber, nowIso });
  }
}

interface Of {
  tenantId: string;
  tenantNumber: number;
  mailbox: DueMailbox;
  now: string;
}

/** A mail of a folder. */
interface Taken {
  uidValidity: number;
  mail: MailboxMail;
}

interface Looked {
  problem: MailboxProblem | null;
  read: number;
  kept: number;
  hasMore: boolean;
  cursor: { uidValidity: number; lastUid: number } | null;
}

/** The activities that look into mailboxes, as workflows see them. */
export type InboxActivities = ReturnType<typeof createInboxActivities>;
