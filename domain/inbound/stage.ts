/** The step of an SMTP dialogue that an answer speaks of. Only the answer to `rcpt` speaks of the address itself. */
export type DialogueStage = 'connect' | 'mail' | 'rcpt' | 'data';

const stages: readonly [DialogueStage, RegExp][] = [
  // Postfix, Exim, qmail, 1&1 and the DragonFly agent each say in words of their own which command was answered.
  [
    'connect',
    /after initial connection|after (?:ehlo|helo|starttls)\b|in reply to (?:the )?(?:ehlo|helo|initial)|refused to talk to me|did not like our (?:ehlo|helo)|but greeting failed|but my name was rejected|while receiving the initial server greeting/,
  ],
  [
    'mail',
    /in reply to (?:the )?mail from|after mail from|sender was rejected|for mail command|after mail command|did not like our mail from|\[mail_from\]|smtp:mail host|error following mail/,
  ],
  [
    'rcpt',
    /in reply to (?:the )?rcpt to|after rcpt|does not like recipient|for rcpt command|did not like our rcpt to|\[rcpt_to\]|smtp:rcpt host|rejected recipient|error following rcpt|remote smtp server has rejected address/,
  ],
  [
    'data',
    /in reply to (?:the )?(?:end of )?data|after (?:end of )?data|after pipelined data|failed (?:on data|after i sent the message)|for (?:text|data|end-of-data) command|after (?:text|data) command|did not like our (?:final )?data|smtp:(?:data|eod) host|error following data|smtp transmission failure has occurred|smtp command data\b/,
  ],
];

/** The step that a report says was refused; null where it does not say. Takes text in lower case. */
export function findStage(text: string): DialogueStage | null {
  const transcript = readTranscript(text);
  if (transcript) return transcript;
  const line = text.replace(/\s+/g, ' ');
  return stages.find(([, pattern]) => pattern.test(line))?.[0] ?? null;
}

/**
 * The transcript of Sendmail and its relatives (`>>>` what was said, `<<<` what was answered). With pipelining the answer to RCPT stands
 * behind DATA; Sendmail then writes a line of its own about the address (`550 5.1.1 <x>... `), and about a refused message another.
 */
function readTranscript(text: string): DialogueStage | null {
  const answered =
    /^[ \t]*>>> (helo|ehlo|mail|rcpt|data|\.)[^\n]{0,500}\n(?:[ \t]*(?:<<<|\.\.\.)[^\n]{0,500}\n){0,8}?[ \t]*<<< [45]\d\d/m.exec(
      text,
    );
  if (!answered) return null;
  if (/^[ \t]*5\d\d (?:5\.\d\.\d{1,3} )?<?[^\s<>]{1,200}@[^\s<>]{1,200}>?\.\.\. /m.test(text)) return 'rcpt';
  const command = answered[1]!;
  if (command === 'helo' || command === 'ehlo') return 'connect';
  return command === '.' ? 'data' : (command as DialogueStage);
}
