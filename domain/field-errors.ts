import type { z } from 'zod';
import type { FieldError } from './errors.ts';

type Issue = z.core.$ZodIssue;
type UnionIssue = z.core.$ZodIssueInvalidUnion;

/** So many forms of a value that fits none are told of at most. */
const mostForms = 4;

/** What a schema found wrong, as one entry for each field: where it is (below `path`), a stable code, and words that say how to mend it. */
export function fieldErrorsOf(issues: readonly Issue[], path: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue) => {
    const at = [...path, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => fieldError(issue, [...at, key], 'cannot be set here; remove it'));
    if (issue.code === 'invalid_union') return unionErrorsOf(issue, at);
    return [fieldError(issue, at, issue.message)];
  });
}

function fieldError({ code }: Issue, path: readonly PropertyKey[], message: string): FieldError {
  return { path: path.map(String).join('.'), code, message };
}

/**
 * Of a value that may have several forms and has none of them: what is wrong with the form that it plainly has, where there is one, and
 * otherwise what each would ask for.
 */
function unionErrorsOf(issue: UnionIssue, at: readonly PropertyKey[]): FieldError[] {
  const [meant, next] = issue.errors
    .filter((form) => form.every(isWithin))
    .map((form) => ({ form, misfit: misfitOf(form) }))
    .sort((a, b) => a.misfit - b.misfit);
  if (meant && meant.misfit < isAnotherForm && (!next || meant.misfit < next.misfit))
    return fieldErrorsOf(meant.form, at);
  return [fieldError(issue, at, formsWords(issue))];
}

/** Whether an issue is about something in the value, and not about what kind of value it is. */
const isWithin = ({ path, code }: Issue): boolean =>
  path.length > 0 || code === 'unrecognized_keys' || code === 'custom';

/** A form is another one than is meant where the value says so of itself. */
const isAnotherForm = 1000;

/** How little a value looks like a form: one that says that it is another one (`kind`) least, then by how much is wrong. */
function misfitOf(form: readonly Issue[]): number {
  return (form.some(saysAnother) ? isAnotherForm : 0) + form.length;
}

/** Whether an issue is that the one word that names a form is another one; a choice among several words names none. */
function saysAnother(issue: Issue): boolean {
  if (issue.path.length !== 1) return false;
  if (issue.code === 'invalid_value') return issue.values.length === 1;
  return issue.code === 'invalid_union' && issue.errors.length === 0;
}

function formsWords({ errors, message }: UnionIssue): string {
  const words = [...new Set(errors.map((form) => formWords(form)))];
  if (words.length === 0 || words.length > mostForms) return message;
  const must = 'must be ';
  if (words.every((word) => word.startsWith(must)))
    return must + words.map((word) => word.slice(must.length)).join(' or ');
  return `${message}: ${words.join('; or ')}`;
}

function formWords(form: readonly Issue[]): string {
  return fieldErrorsOf(form)
    .map(({ path, message }) => (path === '' ? message : `${path} ${message}`))
    .join(', ');
}
