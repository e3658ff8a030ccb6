import { isAutoReply } from './auto-reply.ts';
import { findAddress, readDeliveryStatus, type RecipientStatus } from './delivery-status.ts';
import { judgeEvidence, type Evidence, type RecipientVerdict } from './judge.ts';
import { parameterOf, writtenText, type MailRead } from './mail.ts';
import { findAnswer, findReported, reportOnly, type ReportedRecipient } from './report-text.ts';

/**
 * What a delivery report says of each recipient: by its machine-readable part (RFC 3464), by the same fields in its text, or by its words
 * alone. Null where a mail is no report of a mail system.
 */
export function readDeliveryReport(mail: MailRead): RecipientVerdict[] | null {
  const text = reportOnly(writtenText(mail)).replace(echoes, '');
  const parts = mail.parts.filter(({ contentType }) => /^message\/(?:global-)?delivery-status$/.test(contentType));
  const isReport = isDeliveryReport(mail) || parts.length > 0;
  const fields = parts.flatMap((part) => readDeliveryStatus(part.text)).slice(0, mostRecipients);
  if (fields.length > 0) return judgeFields(fields, text);
  if (!isReport && !isFromMailSystem(mail)) return null;
  const embedded = readEmbedded(writtenText(mail));
  if (embedded.length > 0) return judgeFields(embedded, text);
  return judgeWords(mail, text) ?? (isReport ? [nothingSaid] : null);
}

const mostRecipients = 50;
const longestContext = 10_000;

/** What says nothing of the failure: Sendmail's line on every message that was refused as a whole, and the subject of the message. */
const echoes =
  /^554 5\.0\.0 service unavailable$|^[ \t>*]{0,20}(?:subject|betreff|objet|件名)[ \t]{0,5}:[^\n]{0,1000}$/gim;

/** A report that carries no word on anybody. */
const nothingSaid: RecipientVerdict = {
  kind: 'unknown',
  reason: 'undefined',
  recipient: null,
  status: null,
  reply: null,
  line: null,
};

function isDeliveryReport({ headers, contentType }: MailRead): boolean {
  const type = parameterOf(headers.get('content-type') ?? '', 'report-type')?.toLowerCase();
  return contentType === 'multipart/report' && (type === undefined || type === 'delivery-status');
}

const systems =
  /mailer-?daemon|mail-?daemon|\bmdaemon|post[-_]?ma(?:ster|n)|mail (?:delivery|deliver|delivery sub)? ?(?:sub)?system|delivery (?:sub)?system|mail administrator|system administrator|internet mail delivery|mailadmin/i;
const subjects =
  /undeliver|returned (?:mail|to sender|message)|return(?:ed)? mail|delivery (?:status|failure|failed|report|notification|problem|error|has failed|delayed)|(?:mail|message|e-?mail|permanent|local)[^\n]{0,30}(?:delivery|not (?:be )?delivered|undelivered|failure|bounced|system error)|failure notice|failed delivery|failed mail|could not (?:be )?(?:deliver|send)|couldn't be delivered|not delivered|non-?delivery|ndn:|mail failure|delayed mail|could not send|not member article|loop alert|rejected mail|mail rejected|unzustellbar|nicht zugestellt|zustell(?:ung|fehler)|non remis|échec de (?:la )?(?:remise|distribution)|non distribu|no se (?:ha )?(?:pudo|podido) entregar|no entregado|não (?:foi )?(?:entregue|pôde)|mancata consegna|non recapitabile|niet (?:af|be)?geleverd|onbestelbaar|недоставлен|не доставлен|не может быть доставлено|配信(?:でき|不能|エラー)|配送(?:失敗|エラー|不能)|送信(?:でき|失敗|エラー)|退信|投递失败|未送达|전송 ?실패|반송/i;
const bodies =
  /(?:could not|couldn't|cannot|can't|was not|not|unable to|failed to|wasn't able to) (?:be )?(?:deliver|relay|sen[dt])|undeliver|delivery (?:to|failed|has failed|status)|permanent (?:error|fatal|failure)|did not reach the following|not delivered|was rejected|delivery errors|returned to (?:you|sender)|has been delayed|message is delayed|delivery problems|error message below|no such user|unknown user|user unknown|送信できませんでした|доставлен/i;

/** Whether a mail without the content type of a report is one nevertheless, by its sender and wording. */
function isFromMailSystem(mail: MailRead): boolean {
  const { headers } = mail;
  if (headers.has('x-failed-recipients')) return true;
  const subject = headers.get('subject') ?? '';
  if (
    /^\s*(?:fwd?|fw|wg|tr|rv)\s?:\s*(?:returned mail|undeliver|failure notice|mail delivery|delivery status)/i.test(
      subject,
    )
  )
    return true;
  const from = headers.get('from')?.trim() ?? '';
  const says = bodies.test(writtenText(mail).slice(0, 4_000));
  if (systems.test(from) || from === '' || from === '<>') return subjects.test(subject) || says;
  // Some systems report under a name of their own: with a null sender, or with the message in it. People write such mail, too.
  if (/^\s*(?:re|aw|sv)\s?:/i.test(subject) || isAutoReply(mail)) return false;
  const isReturned =
    headers.get('return-path') === '<>' || mail.parts.some(({ contentType }) => contentType === 'message/rfc822');
  return says && (isReturned || subjects.test(subject));
}

/** Fields of a delivery status that stand in the text, because the report lost its parts on the way or was forwarded. */
function readEmbedded(text: string): RecipientStatus[] {
  const lines = text.replace(/^>{1,4} ?/gm, '').split('\n');
  const start = lines.findIndex((line) => /^(?:reporting-mta|final-recipient|original-recipient)\s?:/i.test(line));
  if (start < 0) return [];
  const end = lines.findIndex((line, place) => place > start && /^(?:return-path|received)\s?:/i.test(line));
  return readDeliveryStatus(lines.slice(start, end < 0 ? start + 300 : end).join('\n')).filter(
    ({ action, status, recipient }) => recipient !== null && (action !== null || status !== null),
  );
}

/** Judges the recipients of the fields, each with what the text says of it; all of the text, where there is only one. */
function judgeFields(fields: readonly RecipientStatus[], text: string): RecipientVerdict[] {
  if (fields.length === 1) return [judgeStatus(fields[0]!, text)];
  const reported = new Map(findReported(text, null).map((one) => [one.recipient, one.text]));
  return fields.map((status) => judgeStatus(status, reported.get(status.recipient ?? '') ?? ''));
}

function judgeStatus(fields: RecipientStatus, text: string): RecipientVerdict {
  const context = [fields.remark, text]
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, longestContext);
  const { recipient, action, status, channel } = fields;
  const isTold = fields.diagnostic !== '';
  const diagnostic = isTold ? fields.diagnostic : findAnswer(text);
  return {
    ...judgeEvidence({ action: action ?? (isTold ? 'failed' : null), status, channel, diagnostic, context }),
    recipient,
  };
}

/** A report in words only: of whom it speaks, and the server's answer in it. */
function judgeWords({ headers }: MailRead, text: string): RecipientVerdict[] | null {
  if (text.trim() === '') return null;
  const sender = findAddress(headers.get('to') ?? '');
  const failed = (headers.get('x-failed-recipients') ?? '')
    .split(',')
    .map(findAddress)
    .filter((one) => one !== null);
  const reported = findReported(text, sender);
  const all: ReportedRecipient[] = reported.length > 0 ? reported : failed.map((recipient) => ({ recipient, text }));
  if (all.length === 0) {
    const verdict = judgeEvidence(evidenceOf(text, text));
    return [verdict.reason === 'onhold' ? { ...nothingSaid, line: verdict.line } : { ...verdict, recipient: null }];
  }
  return all.map((one) => ({
    ...judgeEvidence(evidenceOf(one.text, all.length === 1 ? text : `${delayWords(text)}${one.text}`)),
    recipient: one.recipient,
  }));
}

function evidenceOf(text: string, context: string): Evidence {
  return {
    action: null,
    status: null,
    channel: null,
    diagnostic: findAnswer(text),
    context: context.slice(0, longestContext),
  };
}

/** The lines before the recipients that say that nothing is lost yet. */
function delayWords(text: string): string {
  return text
    .split('\n')
    .filter((line) => /warning message only|is delayed|temporary failure report|has been delayed/i.test(line))
    .join('\n');
}
