import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rotateKeyRing } from '../key-ring.ts';
import { messageTokens } from '../tokens/token.ts';
import { readMime } from '../../mail/inbound/read-mime.ts';
import { isOurAddress, readInboundMail } from './inbound-mail.ts';

const now = '2026-06-03T09:00:00Z';
const ring = rotateKeyRing(null, new Uint8Array(32).fill(3));
// A UUID version 7 of 1 June 2026.
const message = { tenantNumber: 7, messageId: '019e80a0-0000-7000-8000-000000000001' };
const tokens = messageTokens(ring, message);

function reportOf(raw: string, ...recipients: string[]) {
  return readInboundMail(ring, { recipients, mail: readMime(Buffer.from(raw, 'latin1')) }, now);
}

describe('reading what came in', () => {
  it('never throws and never finds a report in noise', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 2000 }), (raw) => {
        expect(reportOf(raw, tokens.verp).kind).toBe('ignored');
      }),
    );
  });

  it('decodes a report in base64 and one in quoted-printable', () => {
    const status = 'Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; x\nAction: failed\nStatus: 5.1.1\n';
    for (const [encoding, body] of [
      ['base64', btoa(status)],
      ['quoted-printable', status.replace('Status', '=53tat=\nus')],
    ]) {
      const raw = `Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n--x--\n`;
      expect(reportOf(raw, tokens.verp)).toMatchObject({
        kind: 'bounce',
        message,
        verdict: { kind: 'hard' },
      });
    }
  });

  it('does not take a bounce at the unsubscribe address for a wish to unsubscribe', () => {
    const raw = 'Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\ngone\n--x--\n';
    expect(reportOf(raw, tokens.mailto)).toEqual({
      kind: 'ignored',
      why: 'no_token',
    });
  });

  it('finds the message in what a report to the postmaster brings back, and nothing where nothing of ours is in it', () => {
    const report = (about: string) =>
      `From: MAILER-DAEMON@mx\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; x@y.example\nAction: failed\nStatus: 5.1.1\n\n--x\nContent-Type: message/rfc822\n\nReturn-Path: <${about}@bounce.example>\n\nHello\n--x--\n`;
    expect(reportOf(report(tokens.verp), 'postmaster')).toMatchObject({
      kind: 'bounce',
      message,
      verdict: { kind: 'hard' },
    });
    expect(reportOf(report('somebody'), 'postmaster')).toEqual({ kind: 'ignored', why: 'no_token' });
  });

  it('takes mail of ours for no answer where it comes back as it is, and one that answers with all of it for one', () => {
    const own = `From: us@mail.example\nMessage-ID: <0100018f@ways-out.example>\nList-Unsubscribe: <https://mail.example/u/${tokens.unsubscribe}>\n`;
    const body = `\nSpring is here. https://mail.example/u/${tokens.unsubscribe}\n`;
    expect(reportOf(own + body, 'replies')).toEqual({ kind: 'ignored', why: 'no_token' });
    expect(reportOf(`${own}In-Reply-To: <${message.messageId}@mail.example>\n${body}`, 'replies')).toMatchObject({
      kind: 'reply',
    });
    expect(reportOf(`From: p@y.example\nSubject: Re: Spring\n${body}`, 'replies')).toMatchObject({ kind: 'reply' });
  });

  it('takes a wish to hear no more in an answer for what it is, and a machine that asks who we are for nothing', () => {
    const answer = (subject: string, text: string) =>
      `From: p@y.example\nSubject: ${subject}\nIn-Reply-To: <${message.messageId}@mail.example>\n\n${text}\n`;
    expect(reportOf(answer('Re: Spring', 'Please unsubscribe me.'), tokens.verp)).toMatchObject({
      kind: 'unsubscribe',
    });
    expect(reportOf(answer('Re: Spring', 'Nice, tell me more.'), tokens.verp)).toMatchObject({ kind: 'reply' });
    const challenge = answer(
      'Verification required',
      'Please confirm that you are a person to have your message delivered.',
    );
    expect(reportOf(challenge, tokens.verp)).toEqual({ kind: 'ignored', why: 'challenge' });
  });

  it('takes the button of a mail program for a wish, although it calls itself automatic', () => {
    const pressed =
      'From: p@y.example\nSubject: unsubscribe\nAuto-Submitted: auto-replied\n\nApple Mail sent this email to unsubscribe from the message "x".\n';
    expect(reportOf(pressed, tokens.mailto)).toEqual({ kind: 'unsubscribe', message });
    expect(reportOf('From: p@y.example\nAuto-Submitted: auto-replied\n\nI am away.\n', tokens.mailto)).toEqual({
      kind: 'ignored',
      why: 'auto_reply',
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
