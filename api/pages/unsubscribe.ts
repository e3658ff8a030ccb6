import { html } from 'hono/html';
import { page, type Markup } from './layout.ts';

/** Asks before anything is changed: programs that open every link of a mail must not unsubscribe anybody. */
export function unsubscribePage(input: { from: string }): Markup {
  return page({
    title: `Stop receiving mail from ${input.from}?`,
    from: input.from,
    body: html`
      <p>
        You will get no more newsletters and offers from us. Messages about things you ordered or asked for may still
        come.
      </p>
      <form method="post">
        <input type="hidden" name="way" value="page" />
        <button type="submit">Unsubscribe</button>
      </form>
    `,
  });
}

/** Says that it is done, and where to change one's mind. */
export function unsubscribedPage(input: { from: string; preferencesUrl: string }): Markup {
  return page({
    title: 'You are unsubscribed',
    from: input.from,
    body: html`
      <p class="done" role="status">From now on you will get no more newsletters and offers from us.</p>
      <p class="soft">Not what you wanted? <a href="${input.preferencesUrl}">Change what you receive</a></p>
    `,
  });
}
