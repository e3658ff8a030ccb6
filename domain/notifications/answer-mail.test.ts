import { expect, it } from 'vitest';
import { answerMail } from './answer-mail.ts';

const line = { personId: 'p1', name: 'Pat Example', subject: 'Re: Spring', excerpt: 'Please call me.\nThanks' };
const where = { tenantName: 'Acme', publicUrl: 'https://app.example' };

it('brings one answer with who wrote it and where they are', () => {
  const { subject, text } = answerMail([line], where);
  expect(subject).toBe('Pat Example answered: Re: Spring');
  expect(text).toContain('> Please call me.\n> Thanks\nhttps://app.example/people/p1');
});

it('brings several together, not more than a mail has room for, and nothing that breaks a header', () => {
  const many = answerMail(
    Array.from({ length: 25 }, () => ({ ...line, excerpt: '' })),
    where,
  );
  expect(many.subject).toBe('25 answers came');
  expect(many.text.match(/Pat Example/g)).toHaveLength(20);
  expect(many.text).toContain('and 5 more');
  expect(answerMail([{ ...line, subject: 'a\r\nBcc: x@y.example' }], where).subject).not.toMatch(/[\r\n]/);
});
