import { bounceOf } from '../../../domain/engagement/bounce.ts';
import type { MailVerdict } from '../../../domain/inbound/classify.ts';
import { messageOf, reportOf, type InboundReport, type Whose } from '../../../domain/inbound/inbound-mail.ts';
import { factsOf, stateOf, type MailFacts } from '../../../domain/inbound/kept-mail.ts';
import { findRule, reportByMeaning, verdictByMeaning, type TaughtRule } from '../../../domain/inbound/rule.ts';
import type { TenantDb } from '../../connection.ts';
import { applyReport, findStanding } from './apply.ts';
import { insertInboundMail, isKnownMail, setUndo, type InboundWay } from './mails.ts';
import { noteSeedReport } from '../seeds/sends.ts';
import { listHoldingRules } from './rules.ts';

/** A mail as it came in, taken apart and understood by the product's own rules. */
export interface CameBack {
  way: InboundWay;
  fingerprint: Buffer;
  whose: Whose;
  verdict: MailVerdict;
  /** The mail itself, cut and sealed. */
  sealed: string | null;
  bytes: number;
  /** Its end was not read. */
  isCut: boolean;
}

/** What a mail turned out to be: `unknown` where the tenant has no such message, `again` where it was recorded before, `set_apart` where that failed. */
export type RecordedMail = InboundReport['kind'] | 'not_understood' | 'unknown' | 'again' | 'set_apart';

/**
 * Records a mail of a tenant whole, in the caller's transaction: what follows from it, and the mail itself. A rule that the tenant taught
 * decides where it goes first, or where nothing of the product's understands it. The same mail again changes nothing.
 */
export async function recordInboundMail(db: TenantDb, tenantId: string, mail: CameBack): Promise<RecordedMail> {
  const message = messageOf(mail.whose);
  const facts = factsOf(mail.whose.mail, mail.verdict);
  const told = reportOf(mail.whose, mail.verdict);
  const rule = chooseRule(await listHoldingRules(db), { facts, told });
  const report = rule && message ? reportByMeaning(rule.meaning, message) : told;
  const { way, fingerprint, sealed, bytes, verdict } = mail;
  const { isCopy } = mail.whose;
  const { state, question } = rule
    ? { state: report.kind === 'ignored' ? ('noted' as const) : ('applied' as const), question: null }
    : stateOf(report, { mail: mail.whose.mail, isCut: mail.isCut, kind: facts.kind });
  // First the mail and then what follows: whoever has it too waits here, before any row that many need is held.
  const id = await insertInboundMail(db, {
    ...{ way, fingerprint, sealed, bytes, state, question, undo: null, isCopy },
    messageId: message?.messageId ?? null,
    facts: rule ? { ...facts, ...verdictByMeaning(rule.meaning) } : facts,
    ruleId: rule?.id ?? null,
    verdicts: verdict.recipients,
  });
  if (id === null && (await isKnownMail(db, { way, fingerprint, isCopy }))) return 'again';
  if (report.kind === 'ignored') return id === null ? 'unknown' : state === 'review' ? 'not_understood' : 'ignored';
  const before = rule && message ? await findStanding(db, message.messageId) : null;
  const done = await applyReport(db, tenantId, report);
  if (done === null) return (await noteSeedReport(db, report)) ? 'ignored' : 'unknown';
  if (rule && id !== null && done.changed) await setUndo(db, { id, undo: { before } });
  return report.kind;
}

function chooseRule(
  rules: readonly TaughtRule[],
  { facts, told }: { facts: MailFacts; told: InboundReport },
): TaughtRule | null {
  const isOpen = told.kind === 'ignored' && told.why === 'not_understood';
  return findRule(isOpen ? rules : rules.filter(({ goesFirst }) => goesFirst), facts.wording);
}

/** Whether a verdict says that something did not arrive, or that somebody complains: worth a look even where no message is known. */
export function isWorthALook({ kind, recipients }: MailVerdict): boolean {
  return kind === 'complaint' || (kind === 'report' && recipients.some((one) => bounceOf(one) !== null));
}
