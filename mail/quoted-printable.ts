// Quoted-printable such that the encoded text is at once what travels and what DKIM's relaxed form makes of it: no runs of white space, none at a
// line's end. No line begins with a dot either, so that nothing is left to be stuffed for SMTP.
const hex = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
/** Octets on a line before the `=` that continues it on the next. */
const lineLength = 75;

/** Writes text piece by piece, keeping the place on the line, so that literal parts can be encoded once and values put between them. */
export class QuotedPrintable {
  private output = '';
  private column = 0;
  private afterSpace = false;

  /** Encodes text at the current place. Line breaks of any kind become CRLF. */
  write(text: string): void {
    const bytes = Buffer.from(text.replace(/\r\n?/g, '\n'), 'utf8');
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = bytes[i]!;
      if (byte === 10) this.breakLine();
      else this.put(this.encode(byte, bytes[i + 1]), byte === 32);
    }
  }

  /** Ends the current line softly: what follows begins a line of its own and belongs to the same text. */
  softBreak(): void {
    if (this.column === 0) return;
    this.output += '=\r\n';
    this.column = 0;
    this.afterSpace = false;
  }

  /** Takes what was written since the last time, as one flat string: pieced together it would be walked again for each message. */
  take(): string {
    const taken = Buffer.from(this.output, 'latin1').toString('latin1');
    this.output = '';
    return taken;
  }

  private encode(byte: number, next: number | undefined): string {
    if (byte === 32) return this.afterSpace || next === 10 ? '=20' : ' ';
    if (byte < 33 || byte > 126 || byte === 61) return hex[byte]!;
    return byte === 46 && (this.column === 0 || this.column >= lineLength) ? '=2E' : String.fromCharCode(byte);
  }

  private put(encoded: string, isSpace: boolean): void {
    if (this.column + encoded.length > lineLength) {
      this.softBreak();
    }
    this.output += encoded;
    this.column += encoded.length;
    this.afterSpace = isSpace && encoded === ' ';
  }

  private breakLine(): void {
    // A space that turns out to be the line's last one must not stand as it is.
    if (this.afterSpace) this.output = `${this.output.slice(0, -1)}=20`;
    this.output += '\r\n';
    this.column = 0;
    this.afterSpace = false;
  }
}

/** A value between two literal parts: it begins a line and leaves a soft break behind it. Nothing for an empty value. */
export function encodeValue(value: string): string {
  if (isPlain(value)) return value === '' ? '' : `${value}=\r\n`;
  const writer = new QuotedPrintable();
  writer.write(value);
  writer.softBreak();
  return writer.take();
}

/** Whether a value is its own encoding and fits a line. */
function isPlain(value: string): boolean {
  if (value.length > lineLength) return false;
  let before = 0;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (code < 32 || code > 126 || code === 61 || (code === 32 && before === 32)) return false;
    before = code;
  }
  return value.charCodeAt(0) !== 46;
}
