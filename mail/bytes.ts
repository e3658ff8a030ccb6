/** Up to this many characters a loop is quicker than a call into the runtime. */
const short = 16;

/** Bytes that are written one after the other into room that grows as it is needed and is used again. */
export class Bytes {
  /** Replaced by larger room when it grows: ask for it anew after writing. */
  room: Buffer;
  length = 0;

  constructor(octets = 64 * 1024) {
    this.room = Buffer.allocUnsafeSlow(octets);
  }

  /** Makes sure that `octets` more fit. */
  ensure(octets: number): void {
    if (this.length + octets <= this.room.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.room.length * 2, this.length + octets));
    larger.set(this.room.subarray(0, this.length));
    this.room = larger;
  }

  add(bytes: Uint8Array): void {
    this.ensure(bytes.length);
    this.room.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Text of ASCII alone. */
  ascii(text: string): void {
    const { length } = text;
    this.ensure(length);
    if (length > short) this.room.write(text, this.length, 'latin1');
    else for (let i = 0; i < length; i += 1) this.room[this.length + i] = text.charCodeAt(i);
    this.length += length;
  }

  utf8(text: string): void {
    this.ensure(text.length * 3);
    this.length += this.room.write(text, this.length, 'utf8');
  }

  /** Makes (or takes away, where it is negative) room of `octets` at `at`. */
  insert(at: number, octets: number): void {
    this.ensure(Math.max(octets, 0));
    this.room.copyWithin(at + Math.max(octets, 0), at + Math.max(-octets, 0), this.length);
    this.length += octets;
  }

  /** What has been written since `from`; valid until more is written. */
  since(from: number): Buffer {
    return this.room.subarray(from, this.length);
  }
}
