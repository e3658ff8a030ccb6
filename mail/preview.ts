import type { MergeData } from '../domain/content/merge-data.ts';
import { linkTarget } from '../domain/content/link-target.ts';
import type { Edition } from './edition.ts';
import type { Finding } from '../domain/content/finding.ts';
import type { RenderedMessage } from '../domain/content/renderer.ts';
import { liquidEngine, liquidReason, runLiquid } from './liquid.ts';

/** An image of one transparent pixel, in place of the one that would tell of an opening. */
const blank = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

/**
 * An edition as one person would read it: nothing is counted, links lead to their targets, and ways out lead nowhere. A part whose Liquid
 * cannot be run stands there as it was written, and `unfilled` says why: whoever is writing is often in the middle of it.
 */
export function renderPreview(edition: Edition, data: MergeData): RenderedMessage {
  const scope = {
    ...data,
    unsubscribeUrl: '#unsubscribe',
    preferencesUrl: '#preferences',
    confirmUrl: '#confirm',
    openUrl: blank,
    links: edition.links.map((link) => linkTarget(link.url, data) ?? '#'),
  };
  const unfilled: Finding[] = [];
  const filled = (where: 'subject' | 'preheader' | 'html' | 'text'): string => {
    try {
      return runLiquid(liquidEngine({ html: where === 'html', strict: false }), edition[where], scope);
    } catch (error) {
      unfilled.push(unfilledPart(where, error));
      return edition[where];
    }
  };
  const shown = {
    subject: filled('subject'),
    preheader: filled('preheader'),
    html: filled('html'),
    text: filled('text'),
  };
  return { ...shown, unfilled };
}

/** That the merge fields of a part cannot be filled, and why. */
export function unfilledPart(where: Finding['where'], error: unknown): Finding {
  const message = `The merge fields cannot be filled: ${liquidReason(error)}. Correct it, or take it out.`;
  return { severity: 'blocking', code: 'liquid', message, where };
}
