import { parameterOf, readFields, type MailPart, type MailRead } from '../../domain/inbound/mail.ts';

/** Ceilings of the reader: beyond them a mail is cut, never refused, so that time and memory do not follow what a stranger sends. */
const most = { bytes: 2_000_000, parts: 50, depth: 8, head: 64_000, text: 64_000, allText: 400_000 };

interface Reading {
  parts: MailPart[];
  textLeft: number;
}

/** Takes apart a mail given as bytes. Never throws: what cannot be understood is left as text, what is too much is left out. */
export function readMime(raw: Uint8Array): MailRead {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, most.bytes))
    .toString('latin1')
    .replace(/\r\n?/g, '\n');
  const { head, body } = splitHead(text);
  const headers = decodeHeaders(readFields(head));
  const reading: Reading = { parts: [], textLeft: most.allText };
  collect(headers, body, { reading, depth: 0 });
  return { headers, contentType: mediaType(headers), parts: reading.parts };
}

function collect(headers: ReadonlyMap<string, string>, body: string, at: { reading: Reading; depth: number }): void {
  const { reading, depth } = at;
  if (reading.parts.length >= most.parts) return;
  const contentType = mediaType(headers);
  const boundary = contentType.startsWith('multipart/')
    ? parameterOf(headers.get('content-type') ?? '', 'boundary')
    : undefined;
  const sections = boundary && depth < most.depth ? splitSections(body, boundary) : [];
  if (sections.length === 0) return addLeaf(reading, { headers, contentType, body });
  for (const section of sections) {
    const part = splitHead(section);
    collect(decodeHeaders(readFields(part.head)), part.body, { reading, depth: depth + 1 });
  }
}

/** Only what can hold words is decoded; a picture or an archive stays a name. */
function addLeaf(reading: Reading, { headers, contentType, body }: Omit<MailPart, 'text'> & { body: string }): void {
  const isWords = /^(?:text|message|multipart)\//.test(contentType) || contentType === '';
  const limit = isWords ? Math.min(most.text, reading.textLeft) : 0;
  const text = limit > 0 ? decodeBody(headers, body, limit) : '';
  reading.textLeft -= text.length;
  reading.parts.push({ headers, contentType, text });
}

/** What stands between the lines of a boundary; a missing last line ends with the text. */
function splitSections(body: string, boundary: string): string[] {
  const found: string[] = [];
  const marker = `--${boundary}`;
  let start = -1;
  for (let at = nextMarker(body, marker, 0); at >= 0; at = nextMarker(body, marker, at + marker.length)) {
    if (start >= 0) found.push(body.slice(start, Math.max(start, at - 1)));
    if (found.length >= most.parts || body.startsWith('--', at + marker.length)) return found;
    const lineEnd = body.indexOf('\n', at);
    start = lineEnd < 0 ? body.length : lineEnd + 1;
  }
  if (start >= 0) found.push(body.slice(start));
  return found;
}

/** Where a line begins with the marker and holds nothing else but its end. */
function nextMarker(body: string, marker: string, from: number): number {
  for (let at = body.indexOf(marker, from); at >= 0; at = body.indexOf(marker, at + marker.length)) {
    const isLineStart = at === 0 || body[at - 1] === '\n';
    if (isLineStart && /^(?:--)?[ \t]{0,20}(?:\n|$)/.test(body.slice(at + marker.length, at + marker.length + 30)))
      return at;
  }
  return -1;
}

function splitHead(text: string): { head: string; body: string } {
  if (text.startsWith('\n')) return { head: '', body: text.slice(1) };
  const end = text.indexOf('\n\n');
  return end < 0
    ? { head: text.slice(0, most.head), body: '' }
    : { head: text.slice(0, Math.min(end, most.head)), body: text.slice(end + 2) };
}

function mediaType(headers: ReadonlyMap<string, string>): string {
  return (headers.get('content-type') ?? 'text/plain').split(';')[0]!.trim().toLowerCase();
}

function decodeBody(headers: ReadonlyMap<string, string>, body: string, limit: number): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase().trim();
  const bytes =
    encoding === 'quoted-printable'
      ? fromQuotedPrintable(body.slice(0, limit * 3))
      : encoding === 'base64'
        ? Buffer.from(body.slice(0, limit * 2), 'base64')
        : Buffer.from(body.slice(0, limit), 'latin1');
  const charset = parameterOf(headers.get('content-type') ?? '', 'charset');
  return decodeText(bytes.subarray(0, limit), charset).replace(/\r\n?/g, '\n');
}

function fromQuotedPrintable(text: string): Buffer {
  return Buffer.from(
    text
      .replace(/[ \t]{0,100}=\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}

/** Text of bytes in a charset by name; of an unknown or a wrong one UTF-8, or else one character a byte. */
function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  const hasEscapes = bytes.includes(0x1b);
  const names = [hasEscapes ? 'iso-2022-jp' : undefined, charset, 'utf-8'];
  for (const name of names) {
    if (name === undefined) continue;
    try {
      return new TextDecoder(name.trim(), { fatal: name === 'utf-8' }).decode(bytes);
    } catch {
      continue;
    }
  }
  return Buffer.from(bytes).toString('latin1');
}

/** Decoded words (RFC 2047), or UTF-8 as it is, in the headers that people read. */
function decodeHeaders(headers: Map<string, string>): ReadonlyMap<string, string> {
  for (const name of ['subject', 'from', 'to', 'reply-to']) {
    const value = headers.get(name);
    if (value?.includes('=?')) headers.set(name, decodeWords(value));
    else if (value && /[\x80-\xff]/.test(value)) headers.set(name, decodeText(Buffer.from(value, 'latin1'), undefined));
  }
  return headers;
}

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s{1,20}=\?/g, '?==?')
    .replace(
      /=\?([\w.:-]{1,40})(?:\*\w{1,10})?\?([bq])\?([^?\s]{0,1000})\?=/gi,
      (_, charset: string, way: string, text: string) => {
        const bytes =
          way.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : fromQuotedPrintable(text.replaceAll('_', ' '));
        return decodeText(bytes, charset);
      },
    );
}
