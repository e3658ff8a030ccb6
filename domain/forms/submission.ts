import { keyFromLabel } from '../attributes/attribute.ts';
import { parseEmail } from '../people/email.ts';
import { textFields, type TextField } from '../people/person.ts';
import type { FormField, Question } from './form.ts';

/** What somebody wrote into a form, by the names of its inputs. */
export type Written = Record<string, string>;

/** What a form was filled in with, checked. */
export interface Submission {
  email: string;
  emailKey: string;
  person: Partial<Record<Exclude<FormField, 'answer'>, string>>;
  answers: Record<string, string>;
  wantsMail: boolean;
}

/** The name of the input that only programs see and fill in. */
export const trapName = 'website';

/** Nobody fills a form in faster than this. */
export const leastMs = 1500;

/** A page of a form is good for so long. */
export const mostMs = 24 * 3600_000;

const longestAnswer = 2000;

/** The name of a question's input; answers are told apart by their place. */
export function inputName({ field }: Question, place: number): string {
  return field === 'answer' ? `answer${place}` : field;
}

/** Reads a submission, or says for each input what is wrong with it. */
export function readSubmission(
  written: Written,
  form: { fields: readonly Question[]; consentText: string },
): { submission: Submission } | { problems: Record<string, string> } {
  const problems: Record<string, string> = {};
  const parsed = parseEmail(written.email ?? '');
  if ('problem' in parsed) problems.email = 'Please give an e-mail address that we can write to.';
  const submission: Submission = { email: '', emailKey: '', person: {}, answers: {}, wantsMail: false };
  if ('key' in parsed) Object.assign(submission, { email: parsed.email, emailKey: parsed.key });
  form.fields.forEach((question, place) => {
    const name = inputName(question, place);
    const text = (written[name] ?? '').trim();
    const most = question.field === 'answer' ? longestAnswer : textFields[question.field as TextField];
    if (text === '' && question.required) problems[name] = 'Please fill this in.';
    else if (text.length > most) problems[name] = `Please use at most ${most} characters.`;
    else if (text.includes('\0')) problems[name] = 'Please take out the character that cannot be stored.';
    else if (text !== '' && question.field === 'answer') submission.answers[keyFromLabel(question.label)] = text;
    else if (text !== '') submission.person[question.field as Exclude<FormField, 'answer'>] = text;
  });
  submission.wantsMail = form.consentText !== '' && written.consent === 'yes';
  return Object.keys(problems).length > 0 ? { problems } : { submission };
}
