import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { headerOf } from './headers.ts';

/** What is known of a mail without reading it again. `id` counts up in the order of arrival. */
export interface MailEntry {
  id: number;
  at: string;
  from: string;
  to: string[];
  size: number;
  subject: string;
  messageId: string;
}

/** Which mails are wanted: to a recipient, with a text in sender, recipient or subject, newer or older than an id. */
export interface MailFilter {
  to?: string;
  text?: string;
  after?: number;
  before?: number;
}

interface Kept extends MailEntry {
  segment: number;
  offset: number;
}

const mailsInSegment = 20_000;
const mailsKept = 200_000;

/**
 * Mails in append-only files (segments), a line of JSON and the raw mail after another, and an index of them in memory.
 * A restart reads the lines again. When there are too many the oldest segment goes as a whole.
 */
export class MailStore {
  #mails: Kept[] = [];
  #segment = 1;
  #offset = 0;
  #inSegment = 0;
  #nextId = 1;
  #out: WriteStream | null = null;
  #readers = new Map<number, FileHandle>();

  constructor(private readonly folder: string) {}

  /** Finds what an earlier run has left. A last mail that was cut off is not counted and never read. */
  async open(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const segments = (await readdir(this.folder))
      .map((name) => Number(/^(\d+)\.mails$/.exec(name)?.[1]))
      .filter(Boolean);
    for (const segment of segments.sort((a, b) => a - b)) await this.#scan(segment);
    this.#segment = Math.max(0, ...segments) + 1;
  }

  get count(): number {
    return this.#mails.length;
  }

  /** Resolves when the system has taken the mail. */
  async append(mail: { from: string; to: string[]; raw: Buffer }): Promise<void> {
    if (this.#inSegment === mailsInSegment) this.#beginSegment();
    this.#inSegment += 1;
    this.#out ??= createWriteStream(this.#path(this.#segment), { flags: 'a' });
    const entry: MailEntry = {
      id: this.#nextId++,
      at: new Date().toISOString(),
      from: mail.from,
      to: mail.to,
      size: mail.raw.length,
      subject: headerOf(mail.raw, 'subject'),
      messageId: headerOf(mail.raw, 'message-id'),
    };
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    const kept: Kept = { ...entry, segment: this.#segment, offset: this.#offset + line.length };
    this.#offset += line.length + mail.raw.length;
    const out = this.#out;
    await new Promise<void>((resolve, reject) => {
      out.write(Buffer.concat([line, mail.raw]), (error) => (error ? reject(error) : resolve()));
    });
    this.#mails.push(kept);
  }

  /** Newest first, or oldest first where `after` is given. */
  list(filter: MailFilter, limit: number): MailEntry[] {
    const found: MailEntry[] = [];
    const isForward = filter.after !== undefined;
    for (let i = 0; i < this.#mails.length && found.length < limit; i++) {
      const mail = this.#mails[isForward ? i : this.#mails.length - 1 - i]!;
      if (matches(mail, filter)) found.push(publicEntry(mail));
    }
    return found;
  }

  /** How many there are. */
  countOf(filter: MailFilter): number {
    return this.#mails.reduce((sum, mail) => sum + (matches(mail, filter) ? 1 : 0), 0);
  }

  find(id: number): MailEntry | undefined {
    const mail = this.#mails.find((mail) => mail.id === id);
    return mail && publicEntry(mail);
  }

  /** The mail as it arrived. */
  async raw(id: number): Promise<Buffer | undefined> {
    const mail = this.#mails.find((mail) => mail.id === id);
    if (!mail) return undefined;
    let reader = this.#readers.get(mail.segment);
    if (!reader) this.#readers.set(mail.segment, (reader = await open(this.#path(mail.segment), 'r')));
    const buffer = Buffer.alloc(mail.size);
    await reader.read(buffer, 0, mail.size, mail.offset);
    return buffer;
  }

  /** Throws all mail away. */
  async wipe(): Promise<void> {
    await this.#endWriting();
    const gone = new Set(this.#mails.map((mail) => mail.segment)).add(this.#segment);
    this.#mails = [];
    for (const segment of gone) await this.#remove(segment);
    this.#segment += 1;
    this.#offset = 0;
    this.#inSegment = 0;
  }

  async close(): Promise<void> {
    await this.#endWriting();
    await Promise.all([...this.#readers.values()].map((reader) => reader.close()));
    this.#readers.clear();
  }

  /** Done at once, so that mails that arrive together do not begin two; what is left over ends by itself. */
  #beginSegment(): void {
    this.#out?.end();
    this.#out = null;
    this.#segment += 1;
    this.#offset = 0;
    this.#inSegment = 0;
    if (this.#mails.length < mailsKept) return;
    const oldest = this.#mails[0]!.segment;
    this.#mails = this.#mails.filter((mail) => mail.segment !== oldest);
    void this.#remove(oldest);
  }

  async #endWriting(): Promise<void> {
    const out = this.#out;
    this.#out = null;
    if (out) await new Promise<void>((resolve) => out.end(() => resolve()));
  }

  async #remove(segment: number): Promise<void> {
    await this.#readers.get(segment)?.close();
    this.#readers.delete(segment);
    await rm(this.#path(segment), { force: true });
  }

  #path(segment: number): string {
    return join(this.folder, `${segment}.mails`);
  }

  async #scan(segment: number): Promise<void> {
    const file = await open(this.#path(segment), 'r');
    const { size } = await file.stat();
    const chunk = Buffer.alloc(16 * 1024);
    let offset = 0;
    while (offset < size) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, offset);
      const end = chunk.subarray(0, bytesRead).indexOf(10);
      if (end < 0) break;
      const entry = JSON.parse(chunk.toString('utf8', 0, end)) as MailEntry;
      const start = offset + end + 1;
      offset = start + entry.size;
      if (offset > size) break;
      this.#mails.push({ ...entry, segment, offset: start });
      this.#nextId = entry.id + 1;
    }
    await file.close();
  }
}

function matches(mail: MailEntry, filter: MailFilter): boolean {
  if (filter.after !== undefined && mail.id <= filter.after) return false;
  if (filter.before !== undefined && mail.id >= filter.before) return false;
  if (filter.to !== undefined && !mail.to.includes(filter.to.toLowerCase())) return false;
  if (!filter.text) return true;
  const text = filter.text.toLowerCase();
  return [mail.from, ...mail.to, mail.subject].some((value) => value.toLowerCase().includes(text));
}

function publicEntry({ id, at, from, to, size, subject, messageId }: MailEntry): MailEntry {
  return { id, at, from, to, size, subject, messageId };
}
