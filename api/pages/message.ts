import { html } from 'hono/html';
import { page, type Markup } from './layout.ts';

/** A page that says one thing. */
export function messagePage(input: { title: string; text: string; from?: string }): Markup {
  return page({ title: input.title, from: input.from, body: html`<p>${input.text}</p>` });
}
