import type { Touch } from '../../../domain/ingest/touch.ts';
import { dateTime } from '../lib/format.ts';

/** "google / cpc, campaign spring, click of an advertisement (gclid), on https://…, 3 Jun 2026, 09:00" */
export function touchWords(touch: Touch, timeZone: string): string {
  const { source, medium, campaign, id, content, term } = touch.utm;
  return [
    [source, medium].filter(Boolean).join(' / '),
    campaign || id ? `campaign ${campaign ?? id}` : '',
    content ? `content ${content}` : '',
    term ? `term ${term}` : '',
    ...Object.keys(touch.clickIds).map((name) => `click of an advertisement (${name})`),
    touch.url ? `on ${touch.url.split('?')[0]}` : '',
    touch.referrer ? `from ${touch.referrer}` : '',
    dateTime(touch.at, timeZone),
  ]
    .filter(Boolean)
    .join(', ');
}
