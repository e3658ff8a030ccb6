import { describe, expect, it } from 'vitest';
import { MessageContent } from '../content/content.ts';
import { checkContent } from '../content/checks.ts';
import { hasBlocking } from '../content/finding.ts';
import { confirmField, mergeFields } from '../content/merge-data.ts';
import { confirmationContent } from './confirmation-content.ts';
import { decideSignUp } from './sign-up.ts';

const now = '2026-06-01T12:00:00.000Z';
const ago = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();

describe('whether somebody is asked to confirm', () => {
  it.each([
    { earlier: [], decision: { kind: 'ask' } },
    { earlier: [ago(9)], decision: { kind: 'alreadyAsked' } },
    { earlier: [ago(11)], decision: { kind: 'ask' } },
    { earlier: [ago(600), ago(11)], decision: { kind: 'ask' } },
    { earlier: [ago(11), ago(60), ago(120)], decision: { kind: 'refuse', retryAfterSeconds: 22 * 3600 } },
    { earlier: [ago(11), ago(60), ago(24 * 60)], decision: { kind: 'ask' } },
    { earlier: [ago(2000), ago(3000), ago(4000), ago(5000)], decision: { kind: 'ask' } },
  ])('$earlier → $decision', ({ earlier, decision }) => {
    expect(decideSignUp(earlier, now)).toEqual(decision);
  });
});

describe('the message that asks', () => {
  it('takes what was written as text: neither markup nor merge fields get into it', () => {
    const written = {
      senderId: null,
      subject: 'Hello {{ person.phone }} & <b>',
      intro: 'One <a href="x">\n\nTwo {% if %}',
    };
    const content = confirmationContent(written);
    expect(MessageContent.parse(content).messageClass).toBe('transactional');
    expect(content.subject).toBe('Hello  person.phone  & <b>');
    expect(content.body).toContain('One &lt;a href="x"&gt;');
    expect(content.body).not.toContain('{% if');
    const fields = [...mergeFields([]), confirmField];
    expect(hasBlocking(checkContent(content, { fields, tenant: { postalAddress: '1 Main Street' } }))).toBe(false);
    // In a message of a campaign the link means nothing.
    const marketing = { ...content, messageClass: 'marketing' as const };
    const findings = checkContent(marketing, { fields: mergeFields([]), tenant: { postalAddress: '1 Main Street' } });
    expect(findings.map(({ code }) => code)).toContain('unknown_merge_field');
  });
});
