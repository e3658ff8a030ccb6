import { html } from 'hono/html';
import { inputName, trapName } from '../../domain/forms/submission.ts';
import type { FormInput, Question } from '../../domain/forms/form.ts';
import { page, type Markup } from './layout.ts';

/** What a page of a form is made of. `values` and `problems` by the names of the inputs; `carried` goes along unseen. */
export interface FormPage {
  from: string;
  form: Pick<FormInput, 'title' | 'intro' | 'fields' | 'button' | 'consentText'>;
  values: Record<string, string>;
  problems: Record<string, string>;
  carried: Record<string, string>;
  notice?: string;
}

const kinds: Partial<Record<Question['field'], { type: string; autocomplete: string }>> = {
  firstName: { type: 'text', autocomplete: 'given-name' },
  lastName: { type: 'text', autocomplete: 'family-name' },
  company: { type: 'text', autocomplete: 'organization' },
  jobTitle: { type: 'text', autocomplete: 'organization-title' },
  phone: { type: 'tel', autocomplete: 'tel' },
  country: { type: 'text', autocomplete: 'country-name' },
};

/** A form as anybody sees it. The input that people do not see is filled in by programs alone. */
export function formPage({ from, form, values, problems, carried, notice }: FormPage): Markup {
  const body = html`
    ${form.intro ? html`<p>${form.intro}</p>` : ''} ${notice ? html`<p class="wrong" role="alert">${notice}</p>` : ''}
    <form method="post" novalidate>
      ${Object.entries(carried).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      ${input({ name: 'email', label: 'E-mail address', required: true, type: 'email', autocomplete: 'email' }, values, problems)}
      ${form.fields.map((question, place) => {
        const { type, autocomplete } = kinds[question.field] ?? { type: 'long', autocomplete: 'off' };
        const { label, required } = question;
        return input({ name: inputName(question, place), label, required, type, autocomplete }, values, problems);
      })}
      <p class="unseen" aria-hidden="true">
        <label for="${trapName}">Leave this empty</label>
        <input id="${trapName}" name="${trapName}" tabindex="-1" autocomplete="off" value="" />
      </p>
      ${
        form.consentText
          ? html`<label
              ><input type="checkbox" name="consent" value="yes" ${values.consent === 'yes' ? 'checked' : ''} /><span
                >${form.consentText}<small>You get a mail that asks you to confirm it.</small></span
              ></label
            >`
          : ''
      }
      <p class="after"><button type="submit">${form.button}</button></p>
    </form>
  `;
  return page({ title: form.title, from, body });
}

interface Input {
  name: string;
  label: string;
  required: boolean;
  type: string;
  autocomplete: string;
}

function input(
  { name, label, required, type, autocomplete }: Input,
  values: Record<string, string>,
  problems: Record<string, string>,
): Markup {
  const problem = problems[name];
  const value = values[name] ?? '';
  const told = problem ? html`aria-invalid="true" aria-describedby="${name}-problem"` : '';
  const must = required ? html`required` : '';
  return html`<div class="field">
    <label for="${name}">${label}${required ? '' : html` <small>optional</small>`}</label>
    ${
      type === 'long'
        ? html`<textarea id="${name}" name="${name}" rows="4" maxlength="2000" ${must} ${told}>${value}</textarea>`
        : html`<input
            id="${name}"
            name="${name}"
            type="${type}"
            autocomplete="${autocomplete}"
            maxlength="400"
            value="${value}"
            ${must}
            ${told}
          />`
    }
    ${problem ? html`<p id="${name}-problem" class="wrong">${problem}</p>` : ''}
  </div>`;
}
