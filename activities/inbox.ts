import { Context } from '@temporalio/activity';
import { withTenant } from '../db/connection.ts';
import { fingerprintOf, sealMail } from '../db/kept-mail.ts';
import { isWorthALook, recordInboundMail } from '../db/queries/inbound-record.ts';
import { findNextLook, listDueMailboxes, markLook, moveCursor, type DueMailbox } from '../db/queries/mailboxes.ts';
import { findTenant } from '../db/queries/tenants.ts';
import { openSecret } from '../db/sealing.ts';
import { classifyMail } from '../domain/inbound/classify.ts';
import { messageOf, whoseInMailbox } from '../domain/inbound/inbound-mail.ts';
import { mailboxPurpose, nextLookMs, type MailboxProblem } from '../domain/inbound/mailbox.ts';
import { createMailboxReader, MailboxFailure, type MailboxMail } from '../mail/inbound/mailbox.ts';
import { readMime } from '../mail/inbound/read-mime.ts';
import type { InboxRef } from '../workflows/inbox.ts';
import type { ActivityDeps } from './deps.ts';

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

/** The activities that look into mailboxes. */
export function createInboxActivities(
  deps: Pick<ActivityDeps, 'database' | 'mailboxes'> & { mailer: Pick<ActivityDeps['mailer'], 'ring'> },
) {
  const { database, mailer } = deps;
  const reader = deps.mailboxes ?? createMailboxReader();

  return {
    /**
     * Looks into the mailboxes that are due, each with a transaction for each of its mails, which moves the cursor on too. May be killed at
     * any moment: a mail is recorded and passed, or neither.
     */
    async lookIntoMailboxes({ tenantId, now }: InboxRef & { now: string }): Promise<InboxRound> {
      const { heartbeat, cancellationSignal } = Context.current();
      const until = Date.now() + roundMs;
      const round = { looked: 0, failed: 0, read: 0, kept: 0 };
      const tenant = await withTenant(database.db, tenantId, findTenant);
      if (!tenant) return { ...round, nextLookAt: null };
      for (const mailbox of await withTenant(database.db, tenantId, (db) => listDueMailboxes(db, now))) {
        if (Date.now() > until || cancellationSignal.aborted) break;
        const { problem, read, kept, hasMore, cursor } = await look({
          tenantId,
          tenantNumber: tenant.number,
          mailbox,
          now,
        });
        heartbeat(round.looked);
        const failures = problem === null ? 0 : mailbox.failures + 1;
        const wait = hasMore ? 0 : nextLookMs(failures, Math.random());
        const nextIso = new Date(Date.parse(now) + wait).toISOString();
        await withTenant(database.db, tenantId, (db) =>
          markLook(db, { id: mailbox.id, nowIso: now, nextIso, problem, failures, cursor }),
        );
        round.looked += 1;
        round.read += read;
        round.kept += kept;
        if (problem !== null) round.failed += 1;
      }
      return { ...round, nextLookAt: await withTenant(database.db, tenantId, findNextLook) };
    },
  };

  async function look(of: Of): Promise<Looked> {
    const { mailbox, tenantId } = of;
    const counts = { read: 0, kept: 0 };
    try {
      const found = await reader.look(accessOf(mailbox), {
        cursor: cursorOf(mailbox),
        limit: lookLimit,
        sinceIso: new Date((mailbox.lookedAt ?? new Date(of.now)).getTime() - 2 * 24 * 3600_000).toISOString(),
      });
      for (const mail of found.mails) {
        const kept = await withTenant(database.db, tenantId, async (db) => {
          const kept = (await take(db, of, mail)) ? 1 : 0;
          await moveCursor(db, { id: mailbox.id, uidValidity: found.uidValidity, lastUid: mail.uid, kept });
          return kept;
        });
        counts.read += 1;
        counts.kept += kept;
        Context.current().heartbeat(counts.read);
      }
      const { uidValidity, lastUid, hasMore } = found;
      return { ...counts, problem: null, hasMore, cursor: { uidValidity, lastUid } };
    } catch (error) {
      if (!(error instanceof MailboxFailure)) throw error;
      return { ...counts, problem: error.problem, hasMore: false, cursor: null };
    }
  }

  /** What of a mailbox is not about our mail is passed over, and nothing of it is kept. */
  async function take(
    db: Parameters<typeof recordInboundMail>[0],
    of: Of,
    { raw, isCut }: MailboxMail,
  ): Promise<boolean> {
    const mail = readMime(raw);
    const whose = whoseInMailbox(mailer.ring, mail, { tenantNumber: of.tenantNumber, nowIso: of.now });
    const verdict = classifyMail(mail);
    if (messageOf(whose) === null && !isWorthALook(verdict)) return false;
    const kind = await recordInboundMail(db, of.tenantId, {
      ...{ way: 'mailbox', whose, verdict, isCut, bytes: raw.length },
      fingerprint: fingerprintOf(mail, { raw, recipients: [] }),
      sealed: sealMail(mailer.ring, raw),
    });
    return kind !== 'unknown' && kind !== 'again';
  }

  function accessOf({ host, port, security, username, folder, passwordSealed }: DueMailbox) {
    try {
      const password = openSecret(mailer.ring, mailboxPurpose, passwordSealed);
      return { host, port, security, username, folder, password };
    } catch {
      throw new MailboxFailure('no_password');
    }
  }
}

interface Of {
  tenantId: string;
  tenantNumber: number;
  mailbox: DueMailbox;
  now: string;
}

interface Looked {
  problem: MailboxProblem | null;
  read: number;
  kept: number;
  hasMore: boolean;
  cursor: { uidValidity: number; lastUid: number } | null;
}

function cursorOf({ uidValidity, lastUid }: DueMailbox) {
  return uidValidity === null || lastUid === null ? null : { uidValidity, lastUid };
}

/** The activities that look into mailboxes, as workflows see them. */
export type InboxActivities = ReturnType<typeof createInboxActivities>;
