/** One leaf of a mail: its headers by lower-case name (the first of each), its type in lower case, its text decoded. */
export interface MailPart {
  headers: ReadonlyMap<string, string>;
  contentType: string;
  text: string;
}

/** A mail that came in, taken apart within bounds: the headers of the whole (decoded), and its leaves in order. A mail inside it is one leaf. */
export interface MailRead {
  headers: ReadonlyMap<string, string>;
  contentType: string;
  parts: readonly MailPart[];
}

const longestValue = 8_000;
const mostFields = 400;

/** Reads header fields up to the first empty line; folded lines are joined by a blank. The first of a name counts. */
export function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name = '';
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      if (fields.size > 0) break;
      continue;
    }
    if (/^[ \t]/.test(line)) {
      const value = fields.get(name);
      if (value !== undefined && value.length < longestValue) fields.set(name, `${value} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    const found = line.slice(0, colon).trim().toLowerCase();
    name = '';
    if (colon <= 0 || fields.has(found) || fields.size >= mostFields) continue;
    name = found;
    fields.set(name, line.slice(colon + 1, colon + 1 + longestValue).trim());
  }
  return fields;
}

/** A parameter of a structured field such as Content-Type, without its quotes. */
export function parameterOf(field: string, name: string): string | undefined {
  const match = new RegExp(`;\\s{0,20}${name}\\s{0,5}=\\s{0,5}(?:"([^"]*)"|([^\\s;"]+))`, 'i').exec(field);
  return match?.[1] ?? match?.[2];
}

/** The text that a person or a server wrote, without attachments: plain parts and containers that could not be opened, or the words of HTML where there are none. */
export function writtenText({ parts }: Pick<MailRead, 'parts'>): string {
  const plain = parts
    .filter(({ contentType }) => /^(?:text\/plain|multipart\/|$)/.test(contentType))
    .map(({ text }) => text);
  const html = parts
    .filter(({ contentType }) => contentType.startsWith('text/html'))
    .map(({ text }) => wordsOfHtml(text));
  const said = plain.filter((text) => text.trim() !== '');
  return (said.length > 0 ? said : html).join('\n').slice(0, longestText);
}

const longestText = 60_000;

/** The words of HTML: enough for looking up phrases, not for showing. One pass, whatever is left open. */
function wordsOfHtml(html: string): string {
  const words: string[] = [];
  const text = html.slice(0, longestText);
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('<', at);
    if (open < 0) {
      words.push(text.slice(at));
      break;
    }
    words.push(text.slice(at, open), ' ');
    at = endOfTag(text, open);
    if (/^<(?:br|p|div|tr|td|h\d)\b/i.test(text.slice(open, open + 5))) words.push('\n');
  }
  return words
    .join('')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&');
}

/** Where the text goes on behind a tag; behind the end of what is no text at all (`<style>` and the like). */
function endOfTag(text: string, open: number): number {
  const close = text.indexOf('>', open);
  if (close < 0) return text.length;
  const hidden = /^<(style|script|head)\b/i.exec(text.slice(open, open + 8))?.[1];
  if (hidden === undefined) return close + 1;
  const closing = new RegExp(`</${hidden}[^>]{0,50}>`, 'gi');
  closing.lastIndex = close;
  return closing.test(text) ? closing.lastIndex : text.length;
}
