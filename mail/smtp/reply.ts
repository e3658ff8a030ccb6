/** One answer of an SMTP server. */
export interface Reply {
  code: number;
  /** Enhanced status code (RFC 3463), such as `5.1.1`; null where the server gives none. */
  enhanced: string | null;
  /** The text behind the codes, lines joined by a space. Written by the other side: may repeat addresses. */
  text: string;
}

/** An answer larger than this is no answer. */
const mostOctets = 64 * 1024;

/** Puts the answers together from what arrives. */
export class ReplyReader {
  private buffer = '';
  private lines: string[] = [];

  /** The answers that this chunk completes. Throws where the other side does not speak SMTP. */
  read(chunk: string): Reply[] {
    const replies: Reply[] = [];
    this.buffer += chunk;
    let start = 0;
    for (let end = this.buffer.indexOf('\n'); end >= 0; end = this.buffer.indexOf('\n', start)) {
      const line = this.buffer.slice(start, this.buffer.charCodeAt(end - 1) === 13 ? end - 1 : end);
      start = end + 1;
      if (!/^\d{3}(?:[ -]|$)/.test(line)) throw new Error('The server answered with something that is not SMTP');
      this.lines.push(line);
      if (line[3] === '-') continue;
      replies.push(replyOf(this.lines));
      this.lines = [];
    }
    this.buffer = this.buffer.slice(start);
    if (this.buffer.length + this.lines.reduce((sum, line) => sum + line.length, 0) > mostOctets) {
      throw new Error('The server answered with more than an answer can hold');
    }
    return replies;
  }
}

function replyOf(lines: readonly string[]): Reply {
  const first = lines[0]!;
  const enhanced = /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(first.slice(4))?.[0] ?? null;
  const texts = lines.map((line) =>
    enhanced && line.startsWith(enhanced, 4) ? line.slice(5 + enhanced.length) : line.slice(4),
  );
  return { code: Number(first.slice(0, 3)), enhanced, text: texts.length === 1 ? texts[0]! : texts.join(' ') };
}

/** A reply's text that may be stored and shown: addresses are taken out (`recipient` in any form), control characters too; 200 characters at most. */
export function scrubText(text: string, recipient: string): string {
  const at = recipient.lastIndexOf('@');
  const local = recipient.slice(0, at).replace(/^"|"$/g, '');
  // The usual answer has nothing to take out.
  if (/^[ -;=?A-~]*$/.test(text) && !text.toLowerCase().includes(local.toLowerCase())) return text.slice(0, 200);
  let clean = text
    .slice(0, 1_000)
    .replace(/<[^<>]*>/g, '<…>')
    .replace(/[^\s<>"'(),:;]+@[^\s<>"'(),;]+/g, '<…>')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
  if (local.length > 0)
    clean = clean.replace(
      new RegExp(`(?<![\\w-])${local.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'gi'),
      '<…>',
    );
  return clean.trim().slice(0, 200);
}
