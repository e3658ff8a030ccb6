import { kindOfFailure, type InboundKind, type InboundReason } from './reasons.ts';
import { findStage, type DialogueStage } from './stage.ts';
import { findReply, findStatus, hintOfStatus, isDecisive, reasonOfStatus } from './status-codes.ts';
import { unknownByDirectory } from './words-address.ts';
import { findReason, findUnknown, plainWords, type WordsFound } from './words.ts';

/** All that a report gives on one recipient. */
export interface Evidence {
  action: string | null;
  /** The status code in the report's own field. */
  status: string | null;
  channel: string | null;
  /** What the server answered. */
  diagnostic: string;
  /** What the reporting system wrote about it for people. */
  context: string;
  /** The step that was refused, where it is known from elsewhere than the words. */
  stage?: DialogueStage;
}

/** What a mail says of one recipient, and the words that decided it. */
export interface RecipientVerdict {
  kind: InboundKind;
  reason: InboundReason;
  recipient: string | null;
  /** Enhanced status code and SMTP reply code that it rests on. */
  status: string | null;
  reply: string | null;
  /** The line that decided; personal data may stand in it. */
  line: string | null;
}

const arrived = new Set(['delivered', 'deliverable', 'relayed', 'expanded']);
const longestLine = 300;

/** The verdict on one recipient: what the fields say outright, then the server's words, then its codes, then the report's own words. */
export function judgeEvidence(evidence: Evidence): Omit<RecipientVerdict, 'recipient'> {
  const { status, reply } = codesOf(evidence);
  if (arrived.has(evidence.action ?? '') || (evidence.action !== 'failed' && status?.startsWith('2')))
    return { kind: 'delivered', reason: 'delivered', status, reply, line: lineOf(evidence, null) };
  const { reason, words } = reasonOf(evidence, status);
  const isTemporary = status !== null ? status.startsWith('4') : reply?.startsWith('4') === true;
  const kind = isDelay(evidence) ? 'delayed' : kindOfFailure(reason, isTemporary);
  return { kind, reason, status, reply, line: lineOf(evidence, words) };
}

function isDelay({ action, context }: Evidence): boolean {
  if (action !== null) return action === 'delayed';
  return /warning message only|this is a warning only|only a temporary failure|has been delayed|is delayed for|still being retried|will (?:be retried|keep trying|retry)|do not need to re-?send|message will be retried|delivery status notification \(delay/i.test(
    context,
  );
}

/** The codes that say most: the receiving server's own before the report's, a telling one before x.0.0. */
function codesOf({ status, diagnostic, context }: Evidence): { status: string | null; reply: string | null } {
  const known = [findStatus(diagnostic), status, diagnostic === '' ? findStatus(context) : null].filter(
    (code) => code !== null,
  );
  const isTelling = (code: string) => !/^[245]\.0\.0$/.test(code);
  return {
    status: known.find(isTelling) ?? known[0] ?? null,
    reply: findReply(diagnostic) ?? (diagnostic === '' ? findReply(context) : null),
  };
}

interface Found {
  reason: InboundReason;
  words: string | null;
}

function reasonOf(evidence: Evidence, status: string | null): Found {
  const said = plainWords(evidence.diagnostic);
  if (evidence.channel === 'x-unix') return fromLocalProgram(said);
  const stage = evidence.stage ?? findStage(`${evidence.diagnostic}\n${evidence.context}`.toLowerCase());
  return (
    fromAnswer({ said, status, stage, evidence }) ??
    fromContext({ status, stage, evidence }) ?? {
      reason: isDelay(evidence) ? 'expired' : hinted(status),
      words: status,
    }
  );
}

/** What a code hints at; a hint gives no address up. */
function hinted(status: string | null): InboundReason {
  const hint = hintOfStatus(status);
  return hint === 'userunknown' ? 'filtered' : (hint ?? 'onhold');
}

/** Exit codes of local programs by sysexits.h that name more than a failure of the program. */
const exitCodes: Record<string, InboundReason> = {
  '67': 'userunknown',
  '68': 'hostunknown',
  '77': 'systemerror',
  '78': 'systemerror',
};

/** A program on the recipient's machine failed. */
function fromLocalProgram(said: string): Found {
  const found = findReason(said);
  if (found && ['mailboxfull', 'systemfull'].includes(found.reason)) return found;
  const code = /^(?:exit (?:status|code) )?(\d\d)$/.exec(said)?.[1];
  return { reason: exitCodes[code ?? ''] ?? 'mailererror', words: said };
}

interface Answer {
  said: string;
  status: string | null;
  stage: DialogueStage | null;
  evidence: Evidence;
}

function fromAnswer(answer: Answer): Found | null {
  const { said, status, stage, evidence } = answer;
  const found = findReason(said);
  const coded = reasonOfStatus(status);
  if (coded && said !== '' && isDecisive(status)) return { reason: coded, words: status };
  if (found && !found.isWeak) return isRefusedAtOnce(answer, found) ? { reason: 'blocked', words: said } : found;
  const unknown = findUnknown(said);
  if (unknown && (coded === null || overruled.has(coded)))
    return isCertain(answer)
      ? { reason: 'userunknown', words: unknown }
      : (toldByReport(evidence) ?? { reason: 'filtered', words: unknown });
  const coded_ = said === '' ? null : coded;
  if (coded_) return { reason: coded_, words: status };
  return fromStage(stage, said) ?? found;
}

/** Refused for good before anything was said: it is the one who connects that is not wanted, whatever machinery the words name. */
function isRefusedAtOnce({ stage, evidence }: Answer, { reason }: WordsFound): boolean {
  if (stage !== 'connect' || !findReply(evidence.diagnostic)?.startsWith('5')) return false;
  return ['systemerror', 'mailererror', 'onhold', 'policyviolation', 'securityerror'].includes(reason);
}

/** Some providers answer as to a stranger, and tell in the report what it is. */
function toldByReport({ context }: Evidence): Found | null {
  const found = findReason(plainWords(context));
  return found && ['suspend', 'mailboxfull', 'hasmoved'].includes(found.reason) ? found : null;
}

/** Codes that servers give to people they do not know, too. */
const overruled: ReadonlySet<InboundReason> = new Set(['userunknown', 'suspend', 'expired', 'networkerror']);

/** A refusal before any recipient was named is about the sender, not the recipient. */
function fromStage(stage: DialogueStage | null, said: string): Found | null {
  if (said === '') return null;
  if (stage === 'connect') return { reason: 'blocked', words: said };
  return stage === 'mail' ? { reason: 'rejected', words: said } : null;
}

/** Whether words about an unknown user are the answer to the address, and not a filter's to the message. */
function isCertain({ status, stage, evidence }: Answer): boolean {
  if (status !== null && status.split('.')[1] === '1') return true;
  // Exchange Online, of an address that its directory does not have.
  if (status === '5.4.1' && /recipient address rejected: access denied/i.test(evidence.diagnostic)) return true;
  if (stage !== null) return stage === 'rcpt';
  const said = evidence.diagnostic.toLowerCase();
  const isAboutAddress = /\S@\S{1,253}\.\.\. |^\s*5\d\d:? <\S{1,300}@\S{1,253}>:? user unknown|^mail\.local:/.test(
    said,
  );
  if (isAboutAddress && reasonOfStatus(status) === null) return true;
  // Exim without a server's answer speaks for itself: its own routers do not know the address.
  const isOwnRouter =
    /created automatically by mail delivery software/i.test(evidence.context) && findReply(evidence.context) === null;
  return isOwnRouter || unknownByDirectory.test(plainWords(evidence.context));
}

function fromContext({ status, stage, evidence }: Omit<Answer, 'said'>): Found | null {
  const said = plainWords(evidence.context);
  const found: WordsFound | null = findReason(said);
  if (found && !found.isWeak) return found;
  const coded = reasonOfStatus(status);
  const unknown = findUnknown(said);
  if (coded && !(unknown && overruled.has(coded))) return { reason: coded, words: status };
  if (unknown)
    return {
      reason: isCertain({ said, status, stage, evidence: { ...evidence, diagnostic: evidence.context } })
        ? 'userunknown'
        : 'filtered',
      words: unknown,
    };
  return found;
}

/** The line of the report in which the deciding words stand; its first, where they are put together from several. */
function lineOf({ diagnostic, context }: Evidence, words: string | null): string | null {
  const lines = `${diagnostic}\n${context}`.split('\n').filter((line) => line.trim() !== '');
  const found = words === null ? undefined : lines.find((line) => plainWords(line).includes(words.slice(0, 60)));
  return (found ?? lines[0])?.trim().slice(0, longestLine) ?? null;
}
