import { fromBase32, fromBase64Url, toBase32, toBase64Url, writeBase64Url } from './encoding.ts';
import { millisecondsOf, readReference, referenceBytes, writeReference, type MessageReference } from './reference.ts';
import { Tags } from './tags.ts';

/** Secret keys by number: the current one signs, every one that can still be found verifies. */
export interface TokenRing {
  current: { id: number; key: Uint8Array };
  find(id: number): { id: number; key: Uint8Array } | Uint8Array | undefined;
}

/**
 * Where a token is used; `download` speaks of an export and not of a message. A token of one kind is refused as every other kind. `verp` and `mailto` are
 * whole local parts of addresses.
 */
export type TokenKind =
  | 'open'
  | 'click'
  | 'unsubscribe'
  | 'preferences'
  | 'confirm'
  | 'download'
  | 'visit'
  | 'verp'
  | 'mailto';

/** A token that was read: the message and, for a click, the link's place in the edition; or why it is refused. */
export type TokenReading =
  | (MessageReference & { linkIndex?: number; refused?: undefined })
  | { refused: 'forged' | 'expired' | 'malformed' };

/** The tokens in addresses that have no index. */
export type NamedToken = 'open' | 'unsubscribe' | 'preferences' | 'confirm';

/** All tokens of one message, each made when it is asked for. */
export interface MessageTokens {
  readonly open: string;
  readonly unsubscribe: string;
  readonly preferences: string;
  /** Confirms a sign-up. */
  readonly confirm: string;
  /** Tells a page of the tenant's which message brought its visitor, and opens nothing. */
  readonly visit: string;
  /** The click token of the link at this place of the edition's list. */
  link(index: number): string;
  /** Writes the click token of a link as ASCII into `target`, which has room for `urlTokenLength` of them; where it ends. */
  writeLink(index: number, target: Uint8Array, at: number): number;
  /** Writes one of the tokens that have no index in the same way. */
  writeNamed(name: NamedToken, target: Uint8Array, at: number): number;
  /** Local part of the envelope sender, to which bounces come back: `b-…`. */
  readonly verp: string;
  /** Local part of the unsubscribe mailbox: `u-…`. */
  readonly mailto: string;
}

/** More links than this in one message are refused when it is written. */
export const mostLinks = 500;

const firstLinkSlot = 5;
// Those that came after the links lie behind them: no token that was ever sent may mean something else.
const slots = {
  open: 0,
  unsubscribe: 1,
  preferences: 2,
  verp: 3,
  mailto: 4,
  confirm: firstLinkSlot + mostLinks,
  download: firstLinkSlot + mostLinks + 1,
  visit: firstLinkSlot + mostLinks + 2,
} as const;
const day = 86_400_000;
const lifetimes: Record<TokenKind, number> = {
  open: 730 * day,
  click: 730 * day,
  verp: 60 * day,
  // By then it is forgotten why it was asked for, and whoever has the mailbox may be somebody else.
  confirm: 7 * day,
  download: 7 * day,
  // It stands in addresses of pages, which people pass on; a mail that is this old is rarely followed.
  visit: 90 * day,
  // A way out of our mail must work for as long as the mail can be read.
  unsubscribe: Infinity,
  preferences: Infinity,
  mailto: Infinity,
};
const addressPrefix = { verp: 'b-', mailto: 'u-' } as const;
const tagBytes = 16;
const prefixLength = (referenceBytes / 3) * 4;
/** Room to write in, used within one call. */
const urlTail = new Uint8Array(2 + tagBytes);
const addressRoom = new Uint8Array(referenceBytes + tagBytes);
/** Characters of a token in an address. */
export const urlTokenLength = ((referenceBytes + 2 + tagBytes) / 3) * 4;

/**
 * Makes the tokens of a message. All of them come from one keyed stream over the reference, so a message costs one hash, however many links it has.
 * Throws where the reference is not one: a message id that is no UUID version 7, a tenant number beyond 32 bits.
 */
export function messageTokens(ring: TokenRing, reference: MessageReference): MessageTokens {
  const { id, key } = ring.current;
  const head = new Uint8Array(referenceBytes);
  if (!writeReference(head, id, reference)) throw new Error('A token needs a UUID version 7 and a tenant number');
  return new WrittenTokens(key, head);
}

/** The token of the link under which an export's file can be had without signing in; `exportId` is a UUID version 7. */
export function downloadToken(ring: TokenRing, reference: { tenantNumber: number; exportId: string }): string {
  const { id, key } = ring.current;
  const head = new Uint8Array(referenceBytes);
  if (!writeReference(head, id, { tenantNumber: reference.tenantNumber, messageId: reference.exportId }))
    throw new Error('A token needs a UUID version 7 and a tenant number');
  return new WrittenTokens(key, head).download;
}

/** A class and not closures: a worker makes one for each message. */
class WrittenTokens implements MessageTokens {
  private readonly tags: Tags;
  private prefix = '';
  private prefixBytes: Uint8Array | null = null;
  /** By slot. */
  private readonly urlTokens: (string | undefined)[] = [];

  constructor(
    key: Uint8Array,
    private readonly head: Uint8Array,
  ) {
    this.tags = new Tags(key, head);
  }

  get open(): string {
    return this.urlToken(slots.open, 0);
  }

  get unsubscribe(): string {
    return this.urlToken(slots.unsubscribe, 0);
  }

  get preferences(): string {
    return this.urlToken(slots.preferences, 0);
  }

  get confirm(): string {
    return this.urlToken(slots.confirm, 0);
  }

  get visit(): string {
    return this.urlToken(slots.visit, 0);
  }

  get download(): string {
    return this.urlToken(slots.download, 0);
  }

  get verp(): string {
    return this.address('verp');
  }

  get mailto(): string {
    return this.address('mailto');
  }

  link(index: number): string {
    return this.urlToken(linkSlot(index), index);
  }

  writeLink(index: number, target: Uint8Array, at: number): number {
    return this.writeUrlBytes(linkSlot(index), index, { target, at });
  }

  writeNamed(name: NamedToken, target: Uint8Array, at: number): number {
    return this.writeUrlBytes(slots[name], 0, { target, at });
  }

  private urlToken(slot: number, index: number): string {
    return (this.urlTokens[slot] ??= this.writeUrlToken(slot, index));
  }

  private writeUrlToken(slot: number, index: number): string {
    urlTail[0] = index >> 8;
    urlTail[1] = index & 255;
    this.tags.copy(slot, urlTail, 2);
    this.prefix ||= toBase64Url(this.head);
    return this.prefix + toBase64Url(urlTail);
  }

  private writeUrlBytes(slot: number, index: number, { target, at }: { target: Uint8Array; at: number }): number {
    urlTail[0] = index >> 8;
    urlTail[1] = index & 255;
    this.tags.copy(slot, urlTail, 2);
    if (!this.prefixBytes) writeBase64Url(this.head, (this.prefixBytes = new Uint8Array(prefixLength)), 0);
    target.set(this.prefixBytes, at);
    return writeBase64Url(urlTail, target, at + prefixLength);
  }

  private address(kind: 'verp' | 'mailto'): string {
    addressRoom.set(this.head);
    this.tags.copy(slots[kind], addressRoom, referenceBytes);
    return addressPrefix[kind] + toBase32(addressRoom);
  }
}

function linkSlot(index: number): number {
  if (!(index >= 0 && index < mostLinks)) throw new Error(`A message has at most ${mostLinks} links`);
  return firstLinkSlot + index;
}

/** Reads a token of the given kind as of `nowIso`. Any changed byte, another kind or another index is `forged` or `malformed`. */
export function readToken(ring: TokenRing, text: string, kind: TokenKind, nowIso: string): TokenReading {
  const bytes = kind === 'verp' || kind === 'mailto' ? addressBytes(text, kind) : urlBytes(text);
  if (!bytes) return { refused: 'malformed' };
  const found = ring.find(bytes[0]!);
  if (!found) return { refused: 'forged' };
  const index =
    bytes.length === referenceBytes + tagBytes ? 0 : (bytes[referenceBytes]! << 8) | bytes[referenceBytes + 1]!;
  // Only a click has an index; anywhere else those bytes are zero, as the tag does not speak of them.
  if (index >= (kind === 'click' ? mostLinks : 1)) return { refused: 'malformed' };
  const slot = kind === 'click' ? firstLinkSlot + index : slots[kind];
  const tags = new Tags(found instanceof Uint8Array ? found : found.key, bytes.slice(0, referenceBytes));
  if (!tags.matches(slot, bytes, bytes.length - tagBytes)) return { refused: 'forged' };
  const madeAt = millisecondsOf(bytes);
  if (Date.parse(nowIso) - madeAt > lifetimes[kind]) return { refused: 'expired' };
  const reference = readReference(bytes);
  return kind === 'click' ? { ...reference, linkIndex: index } : reference;
}

function urlBytes(text: string): Uint8Array | null {
  return text.length === urlTokenLength ? fromBase64Url(text) : null;
}

function addressBytes(text: string, kind: 'verp' | 'mailto'): Uint8Array | null {
  if (text.slice(0, 2).toLowerCase() !== addressPrefix[kind]) return null;
  const bytes = fromBase32(text.slice(2));
  return bytes && bytes.length === referenceBytes + tagBytes ? bytes : null;
}
