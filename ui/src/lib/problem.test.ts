import { describe, expect, it } from 'vitest';
import { fieldProblem, otherFieldProblems, problemFrom, wordsOf } from './problem.ts';

const refused = problemFrom(400, {
  code: 'invalid',
  detail: 'Two fields are not right.',
  errors: [
    { path: 'name', code: 'too_small', message: 'give the campaign a name' },
    { path: '/content/subject', code: 'too_big', message: 'is too long' },
  ],
});

describe('problemFrom', () => {
  it('keeps the sentence, the code and the fields', () => {
    expect(refused).toMatchObject({ status: 400, code: 'invalid', message: 'Two fields are not right.' });
    expect(fieldProblem(refused, 'name')).toBe('give the campaign a name');
    expect(fieldProblem(refused, 'content.subject')).toBe('is too long');
    expect(otherFieldProblems(refused, ['name'])).toEqual(['/content/subject: is too long']);
  });

  it.each([401, 403, 404, 412, 429, 500, 503])('has a sentence of its own for a bare %i', (status) => {
    expect(problemFrom(status, null).message).toMatch(/\.$/);
  });

  it('says to people what the API says to those who program', () => {
    const { code, message } = problemFrom(409, {
      code: 'idempotency_in_flight',
      detail: 'The first request with this Idempotency-Key is still running.',
    });
    expect(code).toBe('idempotency_in_flight');
    expect(message).toBe('The first attempt is still under way. Wait a moment and press again: nothing is done twice.');
  });

  it('never shows what a bug threw', () => {
    expect(wordsOf(new TypeError('x is undefined'))).not.toContain('undefined');
  });
});
