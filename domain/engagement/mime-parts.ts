/** One leaf of a mail: its headers by lower-case name (the first of each), its type in lower case, its body decoded. */
export interface MimePart {
  headers: ReadonlyMap<string, string>;
  contentType: string;
  body: string;
}

/** A mail taken apart: the headers of the whole, and its leaves in order. Forwarded mails inside it stay text. */
export interface MimeMail {
  headers: ReadonlyMap<string, string>;
  contentType: string;
  parts: MimePart[];
}

const mostParts = 50;
const deepest = 8;

/** Takes apart a mail given as one character per byte. Never throws: what cannot be understood is left as text. */
export function readMime(raw: string): MimeMail {
  const { headers, body } = splitHead(raw.replace(/\r\n/g, '\n'));
  const parts: MimePart[] = [];
  collect(headers, body, { parts, depth: 0 });
  return { headers, contentType: mediaType(headers), parts };
}

/** Reads header fields up to the first empty line; folded lines are joined. */
export function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text
    .replace(/\r\n/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** A parameter of a structured field such as Content-Type, without its quotes. */
export function parameterOf(field: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;"]+))`, 'i').exec(field);
  return match?.[1] ?? match?.[2];
}

function collect(headers: ReadonlyMap<string, string>, body: string, into: { parts: MimePart[]; depth: number }): void {
  const contentType = mediaType(headers);
  const boundary = contentType.startsWith('multipart/') && parameterOf(headers.get('content-type') ?? '', 'boundary');
  if (!boundary || into.depth >= deepest) {
    if (into.parts.length < mostParts) into.parts.push({ headers, contentType, body: decoded(headers, body) });
    return;
  }
  for (const section of sections(body, boundary)) {
    const part = splitHead(section);
    collect(part.headers, part.body, { parts: into.parts, depth: into.depth + 1 });
  }
}

/** What stands between the lines of a boundary; a missing last line ends with the text. */
function sections(body: string, boundary: string): string[] {
  const found: string[] = [];
  let current: string[] | null = null;
  for (const line of body.split('\n')) {
    const marker = line.trimEnd();
    if (marker === `--${boundary}` || marker === `--${boundary}--`) {
      if (current) found.push(current.join('\n'));
      if (marker.endsWith(`${boundary}--`) || found.length >= mostParts) return found;
      current = [];
    } else current?.push(line);
  }
  if (current) found.push(current.join('\n'));
  return found;
}

function splitHead(text: string): { headers: ReadonlyMap<string, string>; body: string } {
  if (text.startsWith('\n')) return { headers: new Map(), body: text.slice(1) };
  const end = text.indexOf('\n\n');
  return end < 0
    ? { headers: readFields(text), body: '' }
    : { headers: readFields(text.slice(0, end)), body: text.slice(end + 2) };
}

function mediaType(headers: ReadonlyMap<string, string>): string {
  return (headers.get('content-type') ?? 'text/plain').split(';')[0]!.trim().toLowerCase();
}

function decoded(headers: ReadonlyMap<string, string>, body: string): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'quoted-printable') {
    return body
      .replace(/[ \t]*=\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  }
  if (encoding !== 'base64') return body;
  try {
    return atob(body.replace(/[^A-Za-z0-9+/]/g, '')).replace(/\r\n/g, '\n');
  } catch {
    return body;
  }
}
