import { describe, expect, it } from 'vitest';
import { FormInput } from './form.ts';
import { readSubmission } from './submission.ts';

const form = {
  fields: [
    { field: 'firstName' as const, label: 'First name', required: true },
    { field: 'answer' as const, label: 'How can we help?', required: false },
  ],
  consentText: 'Yes, send me news',
};

describe('what somebody writes into a form', () => {
  it('becomes fields of the person, answers and a wish for mail', () => {
    expect(
      readSubmission(
        { email: ' Ana@Example.COM ', firstName: 'Ana', answer1: 'Call me', consent: 'yes', more: 'x' },
        form,
      ),
    ).toEqual({
      submission: {
        email: 'Ana@Example.COM',
        emailKey: 'ana@example.com',
        person: { firstName: 'Ana' },
        answers: { howCanWeHelp: 'Call me' },
        wantsMail: true,
      },
    });
  });

  it('is refused by input, and asks for mail only where the form does', () => {
    const { problems } = readSubmission({ email: 'ana', answer1: 'x'.repeat(2001) }, form) as { problems: object };
    expect(Object.keys(problems).sort()).toEqual(['answer1', 'email', 'firstName']);
    const silent = readSubmission({ email: 'a@b.example', consent: 'yes' }, { fields: [], consentText: '' });
    expect(silent).toMatchObject({ submission: { wantsMail: false } });
  });
});

it('a form asks for no field of the person twice, and leads to web pages alone', () => {
  const base = { name: 'Contact', title: 'Contact us' };
  const twice = [form.fields[0]!, form.fields[0]!];
  expect(FormInput.safeParse({ ...base, fields: twice }).success).toBe(false);
  expect(FormInput.safeParse({ ...base, redirectUrl: 'javascript:alert(1)' }).success).toBe(false);
  expect(FormInput.safeParse({ ...base, fields: [form.fields[1]!, form.fields[1]!] }).success).toBe(true);
});
