import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rotateKeyRing } from '../key-ring.ts';
import { messageTokens } from '../tokens/token.ts';
import { isOurAddress, readInboundMail } from './inbound-mail.ts';
import { readMime } from './mime-parts.ts';

const now = '2026-06-03T09:00:00Z';
const ring = rotateKeyRing(null, new Uint8Array(32).fill(3));
// A UUID version 7 of 1 June 2026.
const message = { tenantNumber: 7, messageId: '019e80a0-0000-7000-8000-000000000001' };
const tokens = messageTokens(ring, message);

describe('reading what came in', () => {
  it('never throws and never finds a report in noise', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 2000 }), (raw) => {
        expect(readInboundMail(ring, { recipients: [tokens.verp], raw }, now).kind).toBe('ignored');
      }),
    );
  });

  it('survives a boundary that never ends and parts within parts without end', () => {
    const nested = Array.from(
      { length: 200 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`,
    ).join('');
    expect(readMime(nested).parts.length).toBeGreaterThan(0);
  });

  it('decodes a report in base64 and one in quoted-printable', () => {
    const status = 'Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; x\nAction: failed\nStatus: 5.1.1\n';
    for (const [encoding, body] of [
      ['base64', btoa(status)],
      ['quoted-printable', status.replace('Status', '=53tat=\nus')],
    ]) {
      const raw = `Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n--x--\n`;
      expect(readInboundMail(ring, { recipients: [tokens.verp], raw }, now)).toMatchObject({
        kind: 'bounce',
        message,
        verdict: { kind: 'hard' },
      });
    }
  });

  it('does not take a bounce at the unsubscribe address for a wish to unsubscribe', () => {
    const raw = 'Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\ngone\n--x--\n';
    expect(readInboundMail(ring, { recipients: [tokens.mailto], raw }, now)).toEqual({
      kind: 'ignored',
      why: 'no_token',
    });
  });

  it('takes the return path for 60 days and the unsubscribe address for ever', () => {
    const later = '2031-06-03T09:00:00Z';
    expect(isOurAddress(ring, tokens.verp, now)).toBe(true);
    expect(isOurAddress(ring, tokens.verp, later)).toBe(false);
    expect(isOurAddress(ring, tokens.mailto, later)).toBe(true);
    expect(isOurAddress(ring, 'Postmaster', now)).toBe(true);
    expect(isOurAddress(ring, 'somebody', now)).toBe(false);
  });
});
