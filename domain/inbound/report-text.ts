/** Which recipients a report in plain words is about, and what it says about each. */
export interface ReportedRecipient {
  recipient: string;
  text: string;
}

const mostRecipients = 50;
const address = String.raw`([^\s<>"'(),:;\[\]\\@]{1,64}@[a-zA-Z0-9.-]{1,253}[a-zA-Z0-9])`;

/** Where a report ends and the message that came back begins: each system has a line of its own. */
const originalStarts = new RegExp(
  [
    String.raw`^[-=_* \t]{0,40}(?:this is a copy of (?:the|your) message|original message|below this line is a copy|enclosed is a copy|unsent message (?:below|follows)|the headers? of the original|message headers? follows?|original message (?:follows|headers)|returned message|included is a copy|message header(?:s)? follow|start of (?:the )?original|a copy of the original)`,
    String.raw`^[ \t]{0,40}(?:below is|included is|here is|attached is) a copy of the (?:original )?(?:message|mail)`,
    String.raw`^(?:received|return-path|dkim-signature|x-google-smtp-source|arc-seal)[ \t]{0,3}:`,
    String.raw`^[- \t]{0,40}(?:begin|forwarded) (?:original|returned)`,
  ].join('|'),
  'im',
);

/** What the reporting system itself wrote, without the message that came back, and without the signs of forwarding. */
export function reportOnly(text: string): string {
  const isForwarded = (text.match(/^> /gm)?.length ?? 0) > 5;
  const unquoted = isForwarded ? text.replace(/^> ?/gm, '') : text;
  const start = originalStarts.exec(unquoted)?.index;
  return start === undefined ? unquoted : unquoted.slice(0, start);
}

const atStart = new RegExp(String.raw`^[\s*"'<>]{0,12}${address}[>"']{0,2}(?=$|[\s:;,.(\[<])`);
const inTranscript = new RegExp(
  String.raw`^(?:>{1,3} rcpt to: ?|[45]\d\d[ -](?:[45]\.\d\.\d{1,3} )?)<?${address}>?(?=\s*$|\.\.\.)`,
  'i',
);
const named = new RegExp(
  String.raw`\b(?:recipients?|addressed to|undeliverable to|userid|attempts|deliver(?:y|ing|ed)? (?:your |the |of |this )?(?:mail|message|e-mail)? ?to|address|following)\b[^<@\n]{0,40}?[:\s]['"<]{0,2}${address}>?`,
  'i',
);
const aboutOthers =
  /^[\s"'(>*-]{0,20}(?:from|sender|reply-to|original sender|return-path|subject|message-id|cc|mail from|a message sent by|expanded from|ultimately generated|errors-to|contact)\b/i;

/** Finds of whom a report speaks. `sender` is whom it was sent to: nobody reports to a person on the person. */
export function findReported(text: string, sender: string | null): ReportedRecipient[] {
  const lines = text.split('\n').slice(0, 1_000);
  for (const pattern of [atStart, inTranscript, named]) {
    const found = lines.flatMap((line, place) => {
      const recipient = aboutOthers.test(line) || isAboutSender(lines, place) ? undefined : pattern.exec(line)?.[1];
      return recipient && recipient.toLowerCase() !== sender ? [{ recipient: recipient.toLowerCase(), place }] : [];
    });
    if (found.length > 0) return blocksOf(lines, found);
  }
  return [];
}

function isAboutSender(lines: readonly string[], place: number): boolean {
  const before = [lines[place - 2], lines[place - 1]].filter((line) => line?.trim()).at(-1) ?? '';
  return /(?:a message (?:that was )?sent by|message from)[ \t]{0,20}:?\s{0,20}$/i.test(before);
}

/** The text between one recipient's line and the next is about the first of the two; if there is only one recipient, all of the text is. */
function blocksOf(
  lines: readonly string[],
  found: readonly { recipient: string; place: number }[],
): ReportedRecipient[] {
  const texts = new Map<string, string[]>();
  found.forEach(({ recipient, place }, index) => {
    if (texts.size >= mostRecipients && !texts.has(recipient)) return;
    texts.set(recipient, [...(texts.get(recipient) ?? []), ...lines.slice(place, found[index + 1]?.place)]);
  });
  if (texts.size === 1) return [{ recipient: found[0]!.recipient, text: lines.join('\n') }];
  if (isReasonFirst(lines, found)) return blocksBefore(lines, found);
  return [...texts].map(([recipient, said]) => ({ recipient, text: said.join('\n') }));
}

/** Whether nothing stands behind the recipients, but something before each: some systems name the reason first. */
function isReasonFirst(lines: readonly string[], found: readonly { recipient: string; place: number }[]): boolean {
  const isEmpty = (text: string | undefined) => !/[\p{L}\p{N}]/u.test(text ?? '');
  const last = found.at(-1)!;
  const own = lines[last.place]!.toLowerCase().replace(last.recipient, '');
  return isEmpty(own) && lines.slice(last.place + 1).every(isEmpty) && !isEmpty(lines[last.place - 1]);
}

function blocksBefore(
  lines: readonly string[],
  found: readonly { recipient: string; place: number }[],
): ReportedRecipient[] {
  return found.map(({ recipient, place }, index) => ({
    recipient,
    text: lines.slice(index === 0 ? Math.max(0, place - 5) : found[index - 1]!.place + 1, place + 1).join('\n'),
  }));
}

/**
 * The server's answer within a report in words: the first line with a reply code, to the end of its paragraph; in a transcript only what
 * was answered. Empty where there is none.
 */
export function findAnswer(text: string): string {
  const transcript = /^[ \t]*<<< ([45]\d\d[^\n]{0,1000}(?:\n[ \t]*<<< [45]\d\d-?[^\n]{0,1000}){0,10})/m.exec(text);
  if (transcript) return transcript[1]!.replace(/\n[ \t]*<<< /g, '\n');
  const local = /^(?:mail\.local|procmail|maildrop|deliver): [^\n]{1,500}/m.exec(text);
  if (local) return local[0];
  const start = /(?:^|[\s:>(["'])([45][0-5]\d[\s:,-][^\n]*|#[45]\d\d [^\n]*)/m.exec(text);
  if (!start) return '';
  const rest = text.slice(start.index).replace(/^\s+/, '');
  return rest.slice(0, paragraphEnd(rest)).slice(0, 4_000);
}

function paragraphEnd(text: string): number {
  const end = /\n[ \t]*\n/.exec(text)?.index;
  return end ?? text.length;
}
