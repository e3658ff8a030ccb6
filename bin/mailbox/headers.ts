/** One header of a raw mail, unfolded and with its encoded words read; '' where it is missing. Looks at the head only. */
export function headerOf(raw: Buffer, name: string): string {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.toString('utf8', 0, end < 0 ? Math.min(raw.length, 32_768) : Math.min(end, 32_768));
  const value = new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? '';
  return decodeWords(value.replace(/\r?\n[ \t]+/g, ' ').trim());
}

/** RFC 2047: `=?utf-8?Q?caf=C3=A9?=` → `café`. White space between two encoded words is not part of the text. */
export function decodeWords(text: string): string {
  return text.replace(/(\?=)\s+(=\?)/g, '$1$2').replace(/(?:=\?[^?\s]+\?[bq]\?[^?\s]*\?=)+/gi, (run) => {
    const words = [...run.matchAll(/=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=/gi)];
    const charset = words[0]![1]!;
    // A character may be split over two words, so the bytes are joined before they are read.
    const bytes = Buffer.concat(words.map(([, , encoding, content]) => wordBytes(encoding!, content!)));
    try {
      return new TextDecoder(charset.split('*')[0]).decode(bytes);
    } catch {
      return bytes.toString('utf8');
    }
  });
}

function wordBytes(encoding: string, content: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(content, 'base64');
  const plain = content.replaceAll('_', ' ');
  return Buffer.from(
    plain.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}
