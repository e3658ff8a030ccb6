import type { MergeData } from '../domain/content/merge-data.ts';
import { linkTarget } from '../domain/content/link-target.ts';
import type { Edition } from './edition.ts';
import { liquidEngine, runLiquid } from './liquid.ts';

/** An image of one transparent pixel, in place of the one that would tell of an opening. */
const blank = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

/**
 * An edition as one person would read it: nothing is counted, links lead to their targets, and ways out lead nowhere. Throws where the Liquid cannot be run.
 */
export function renderPreview(
  edition: Edition,
  data: MergeData,
): { subject: string; preheader: string; html: string; text: string } {
  const scope = {
    ...data,
    unsubscribeUrl: '#unsubscribe',
    preferencesUrl: '#preferences',
    confirmUrl: '#confirm',
    openUrl: blank,
    links: edition.links.map((link) => linkTarget(link.url, data) ?? '#'),
  };
  const text = liquidEngine({ html: false, strict: false });
  const html = liquidEngine({ html: true, strict: false });
  return {
    subject: runLiquid(text, edition.subject, scope),
    preheader: runLiquid(text, edition.preheader, scope),
    html: runLiquid(html, edition.html, scope),
    text: runLiquid(text, edition.text, scope),
  };
}
