import { html, raw } from 'hono/html';
import type { Preferences } from '../../db/queries/consent/opt-out.ts';
import { frequencyChoices, isPaused, type FrequencyChoice } from '../../domain/preferences/frequency.ts';
import { page, type Markup } from './layout.ts';

/** What was just done, said at the top of the preference centre. */
export type PreferencesNotice = 'saved' | 'left' | 'returned' | 'blocked';

const notices: Record<PreferencesNotice, string> = {
  saved: 'Saved. From now on you get only what is ticked.',
  left: 'You are unsubscribed from everything.',
  returned: 'Welcome back. You will receive our mail again.',
  blocked: 'We cannot send to this address at present. Please write to us if you would like to hear from us again.',
};

/** The preference centre: the topics a person may choose from, the lists they are on, a way out of all of them, and a way back. */
export function preferencesPage(input: { from: string; preferences: Preferences; notice?: PreferencesNotice }): Markup {
  const { from, preferences, notice } = input;
  const isOut = preferences.suppressed !== null || preferences.consent === 'denied';
  return page({
    title: 'What you receive from us',
    from,
    body: html`
      ${notice ? html`<p class="done" role="status">${notices[notice]}</p>` : ''}
      ${preferences.email ? html`<p class="soft">For ${maskAddress(preferences.email)}</p>` : ''}
      ${isOut ? wayBack() : html`${choices(preferences)} ${wayOut()}`}
    `,
  });
}

function choices({ topics, lists, ...often }: Preferences): Markup {
  return html`
    ${topics.length + lists.length === 0 ? html`<p>You are on none of our lists, but may get single messages from us.</p>` : ''}
    <form method="post">
      <input type="hidden" name="action" value="save" />
      <input type="hidden" name="shownList" value="" />
      ${
        topics.length === 0
          ? ''
          : html`
              <fieldset>
                <legend>What you want to hear about</legend>
                ${topics.map(
                  (topic) => html`
                    <input type="hidden" name="shownTopic" value="${topic.id}" />
                    ${choice({ ...topic, label: topic.name, name: 'topic', isTicked: topic.isSubscribed })}
                  `,
                )}
              </fieldset>
            `
      }
      ${
        lists.length === 0
          ? ''
          : html`
              <fieldset>
                <legend>Your lists</legend>
                ${lists.map(
                  (list) => html`
                    <input type="hidden" name="shownList" value="${list.id}" />
                    ${choice({ ...list, label: list.name, name: 'list', isTicked: true })}
                  `,
                )}
              </fieldset>
            `
      }
      ${howOften(often)}
      <button type="submit">Save my choice</button>
    </form>
    <hr />
  `;
}

const frequencyLabels: Record<FrequencyChoice, string> = {
  all: 'As often as it comes',
  weekly: 'At most once a week',
  monthly: 'At most once a month',
  pause30: 'Nothing for 30 days',
  pause60: 'Nothing for 60 days',
  pause90: 'Nothing for 90 days',
};

function howOften({ frequency, pausedUntil }: Pick<Preferences, 'frequency' | 'pausedUntil'>): Markup {
  const isResting = isPaused({ frequency, pausedUntil }, new Date());
  // While they rest nothing is ticked: saving something else goes on resting.
  const current = isResting ? null : (frequency ?? 'all');
  return html`
    <fieldset>
      <legend>How often</legend>
      ${isResting ? html`<p class="soft">You asked for a pause: nothing comes until ${dayOf(pausedUntil)}.</p>` : ''}
      ${frequencyChoices.map(
        (value) => html`
          <label>
            <input type="radio" name="frequency" value="${value}" ${value === current ? raw('checked') : ''} />
            <span>${frequencyLabels[value]}</span>
          </label>
        `,
      )}
    </fieldset>
  `;
}

const dayOf = (moment: Date | null): string =>
  moment?.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }) ?? '';

function choice(input: { name: string; id: string; label: string; description: string; isTicked: boolean }): Markup {
  return html`
    <label>
      <input type="checkbox" name="${input.name}" value="${input.id}" ${input.isTicked ? raw('checked') : ''} />
      <span>${input.label}${input.description ? html`<small>${input.description}</small>` : ''}</span>
    </label>
  `;
}

function wayOut(): Markup {
  return html`
    <h2>No more mail at all</h2>
    <p class="soft">Messages about things you ordered or asked for may still come.</p>
    <form method="post">
      <input type="hidden" name="action" value="leave" />
      <button type="submit" class="quiet">Unsubscribe from everything</button>
    </form>
  `;
}

function wayBack(): Markup {
  return html`
    <p>You receive no newsletters and offers from us.</p>
    <form method="post">
      <input type="hidden" name="action" value="return" />
      <button type="submit">Receive mail again</button>
    </form>
  `;
}

/** A mail may have been passed on: enough of the address for its owner, too little for anybody else. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address][0] ?? ''}…${at > 0 ? address.slice(at) : ''}`;
}
