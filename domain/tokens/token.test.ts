import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { TokenKind, TokenRing } from './token.ts';
import { downloadToken, messageTokens, mostLinks, readToken } from './token.ts';

const day = 86_400_000;
const kinds: TokenKind[] = ['open', 'click', 'unsubscribe', 'preferences', 'confirm', 'download', 'verp', 'mailto'];

function ringOf(...ids: number[]): TokenRing {
  const keys = new Map(ids.map((id) => [id, { id, key: new Uint8Array(32).fill(id) }]));
  return { current: keys.get(ids[0]!)!, find: (id) => keys.get(id) };
}

/** A message id made at the given time. */
function idAt(milliseconds: number, tail = '7abc-8def-0123456789ab'): string {
  const time = milliseconds.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail}`;
}

const made = Date.parse('2025-03-01T09:00:00Z');
const now = new Date(made + day).toISOString();
const reference = { tenantNumber: 4_000_000_007, messageId: idAt(made) };
const ring = ringOf(3);

function tokenOf(kind: TokenKind, index = 0): string {
  const tokens = messageTokens(ring, reference);
  if (kind === 'download')
    return downloadToken(ring, { tenantNumber: reference.tenantNumber, exportId: reference.messageId });
  return kind === 'click' ? tokens.link(index) : tokens[kind];
}

describe('a token', () => {
  it('gives back its message, and a click its link', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffff_ffff),
        fc.uuid({ version: 7 }),
        fc.nat(mostLinks - 1),
        (tenantNumber, messageId, index) => {
          const tokens = messageTokens(ring, { tenantNumber, messageId });
          const early = '1970-01-01T00:00:00Z';
          expect(readToken(ring, tokens.link(index), 'click', early)).toEqual({
            tenantNumber,
            messageId,
            linkIndex: index,
          });
          for (const kind of ['open', 'unsubscribe', 'preferences', 'confirm', 'verp', 'mailto'] as const) {
            expect(readToken(ring, tokens[kind], kind, early)).toEqual({ tenantNumber, messageId });
          }
        },
      ),
    );
  });

  it.each(kinds)('of kind %s is refused once any character is another', (kind) => {
    const token = tokenOf(kind, 2);
    const alphabet = kind === 'verp' || kind === 'mailto' ? 'abcdefghijklmnopqrstuvwxyz234567-' : 'ABCabc019-_xyzXYZ~';
    for (let at = 0; at < token.length; at += 1) {
      for (const other of alphabet) {
        if (token[at] === other) continue;
        const forged = token.slice(0, at) + other + token.slice(at + 1);
        expect(readToken(ring, forged, kind, now).refused, `${other} at ${at}`).toMatch(/forged|malformed/);
      }
    }
  });

  it.each(kinds)('of kind %s is refused as every other kind', (kind) => {
    for (const other of kinds) {
      if (other !== kind) expect(readToken(ring, tokenOf(kind), other, now)).toHaveProperty('refused');
    }
  });

  it('is refused where it is cut, lengthened or no token at all', () => {
    for (const kind of kinds) {
      const token = tokenOf(kind);
      for (const text of [
        '',
        token.slice(0, -1),
        `${token}A`,
        token.slice(4),
        'é'.repeat(token.length),
        ' '.repeat(token.length),
      ]) {
        expect(readToken(ring, text, kind, now)).toEqual({ refused: 'malformed' });
      }
    }
  });

  it('signed by a key that is not in the ring, or by another key of its number, is refused', () => {
    expect(readToken(ringOf(4), tokenOf('open'), 'open', now)).toEqual({ refused: 'forged' });
    const impostor: TokenRing = {
      current: { id: 3, key: new Uint8Array(32).fill(99) },
      find: () => ({ id: 3, key: new Uint8Array(32).fill(99) }),
    };
    expect(readToken(impostor, tokenOf('open'), 'open', now)).toEqual({ refused: 'forged' });
  });

  it('of an old key is read as long as the ring holds it', () => {
    expect(readToken(ringOf(4, 3), tokenOf('unsubscribe'), 'unsubscribe', now)).toEqual(reference);
  });
});

describe('time', () => {
  const after = (days: number) => new Date(made + days * day).toISOString();

  it('ends opens and clicks after two years, return paths after 60 days, ways out never', () => {
    const expiry: [TokenKind, number][] = [
      ['open', 730],
      ['click', 730],
      ['verp', 60],
    ];
    for (const [kind, days] of expiry) {
      expect(readToken(ring, tokenOf(kind), kind, after(days))).not.toHaveProperty('refused');
      expect(readToken(ring, tokenOf(kind), kind, after(days + 1))).toEqual({ refused: 'expired' });
    }
    for (const kind of ['unsubscribe', 'preferences', 'mailto'] as const) {
      expect(readToken(ring, tokenOf(kind), kind, after(36_500))).toEqual(reference);
    }
  });
});

test('addresses fit a local part and survive a change of case', () => {
  for (const kind of ['verp', 'mailto'] as const) {
    const local = tokenOf(kind);
    expect(local).toMatch(kind === 'verp' ? /^b-[a-z2-7]+$/ : /^u-[a-z2-7]+$/);
    expect(local.length).toBeLessThanOrEqual(64);
    expect(readToken(ring, local.toUpperCase(), kind, now)).toEqual(reference);
  }
});

test('tokens of different messages, tenants and links have nothing to do with one another', () => {
  const tokens = messageTokens(ring, reference);
  const all = [
    tokens.open,
    tokens.unsubscribe,
    tokens.preferences,
    ...Array.from({ length: 50 }, (_, i) => tokens.link(i)),
  ];
  expect(new Set(all.map((token) => token.slice(30))).size).toBe(all.length);
  const other = messageTokens(ring, { ...reference, tenantNumber: 1 });
  // The tag of one message does not fit the reference of another.
  const grafted = other.open.slice(0, 28) + tokens.open.slice(28);
  expect(readToken(ring, grafted, 'open', now)).toEqual({ refused: 'forged' });
});

test('what is no reference is refused when the token is made', () => {
  for (const messageId of ['', 'x', '0195f000-0000-4000-8000-000000000000', reference.messageId.toUpperCase()]) {
    expect(() => messageTokens(ring, { tenantNumber: 1, messageId })).toThrow();
  }
  expect(() => messageTokens(ring, { tenantNumber: -1, messageId: reference.messageId })).toThrow();
  expect(() => messageTokens(ring, { tenantNumber: 2 ** 32, messageId: reference.messageId })).toThrow();
  expect(() => messageTokens(ring, reference).link(mostLinks)).toThrow();
});
