import { html } from 'hono/html';
import type { OpenSignUp } from '../../db/queries/sign-ups/confirmation.ts';
import { messagePage } from './message.ts';
import { page, type Markup } from './layout.ts';
import { maskAddress } from './preferences.ts';

/** The page of a confirmation link: asks before anything is changed, since programs open every link of a mail. */
export function confirmPage({ from, signUp }: { from: string; signUp: OpenSignUp }): Markup {
  switch (signUp.state) {
    case 'open':
      return page({ title: `Do you want to hear from ${from}?`, from, body: question(signUp) });
    case 'confirmed':
      return confirmedPage({ from, signUp });
    case 'over':
      return messagePage({
        title: 'This link is too old',
        from,
        text: 'Nothing was changed. Sign up again, and we send you a new one.',
      });
    case 'blocked':
      return messagePage({
        title: 'We cannot send to this address',
        from,
        text: 'Nothing was changed. Please write to us if you would like to hear from us again.',
      });
  }
}

function question({ email, topicName }: OpenSignUp): Markup {
  return html`
    <p>
      ${email ? html`The address is <strong>${maskAddress(email)}</strong>. ` : ''}From then on you get
      ${topicName ? html`<strong>${topicName}</strong> and what else you choose` : 'our newsletters and offers'}. Every
      message has a link that stops it.
    </p>
    <form method="post">
      <button type="submit">Yes, send me mail</button>
    </form>
    <p class="soft after">If you did not ask for it, close this page. Without a confirmation nothing is sent.</p>
  `;
}

function confirmedPage({ from, signUp }: { from: string; signUp: OpenSignUp }): Markup {
  return page({
    title: 'Thank you, that is confirmed',
    from,
    body: html`
      <p class="done" role="status">
        From now on you hear from us${signUp.topicName ? ` about ${signUp.topicName}` : ''}.
      </p>
      <p class="soft">Every message has a link to change what you get, and one to stop all of it.</p>
    `,
  });
}
