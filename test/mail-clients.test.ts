import { describe, expect, it } from 'vitest';
import { plainContext } from '../domain/content/block-context.ts';
import { MessageContent } from '../domain/content/content.ts';
import { BrandKit } from '../domain/templates/brand-kit.ts';
import { gallery, contentFromGallery } from '../domain/templates/gallery/gallery.ts';
import { buildEdition } from '../mail/edition.ts';
import { featuresOf, unsupported } from './mail-clients.ts';

/** What some of the big mail programs do not show, and why a message is none the worse without it. */
const accepted: Record<string, string> = {
  'html-meta-color-scheme':
    'It only says that the message has dark colours of its own; without it the light ones are shown.',
  'css-color-scheme': 'It only says that the message has dark colours of its own; without it the light ones are shown.',
  'css-at-media-prefers-color-scheme':
    'Without it the light colours are shown, or those that the program makes dark itself.',
  'css-at-media': 'Outlook on Windows has no narrow window: the wide layout is the one for it.',
  'css-selector-child': 'It darkens tables on dark screens, which Outlook on Windows does by its own means.',
  'css-selector-attribute': 'It asks for the mark of Outlook on the web; who does not know it does not set the mark.',
  'html-body': 'Yahoo makes an element of it whose ground the element inside repeats.',
  'html-aria-label':
    'It repeats the subject for whoever hears the message; the subject itself is read out by every program.',
  'html-aria-hidden': 'What it hides from those who hear the message is displayed to nobody.',
  'css-border-spacing': 'Each table around a picture says the same by its attribute.',
  'html-target': 'Programs for mail open links outside of themselves without being told.',
  'css-cursor': 'The hand over a button comes from its link all the same.',
  'css-outline': 'It takes a frame from pictures that Outlook on Windows does not draw.',
  'css-border-radius': 'Corners are square in Outlook on Windows, and nothing depends on them.',
  'css-word-spacing': 'It is set to what it is anyway.',
  'css-word-break': 'It breaks words that are longer than a line, of which addresses alone are that long.',
  'css-height': 'Yahoo reads it as the least height; what has a height holds nothing that is taller.',
  'css-max-height': 'It helps to hide the line for inboxes, which Outlook on Windows hides by display.',
  'css-overflow': 'It helps to hide the line for inboxes, which Outlook on Windows hides by display.',
  'css-opacity': 'It helps to hide the line for inboxes, which Outlook on Windows hides by display.',
};

const brand = BrandKit.parse({ socialLinks: [{ network: 'linkedin', url: 'https://linkedin.test/works' }] });

async function htmlOf(key: string): Promise<string> {
  const edition = await buildEdition({
    content: MessageContent.parse({
      ...contentFromGallery(key),
      format: 'blocks',
      body: '',
      messageClass: 'marketing',
    }),
    tenant: { name: 'Works', postalAddress: '1 Main Street' },
    campaign: { name: 'Spring', utmId: 'c1' },
    surroundings: { ...plainContext, brand },
  });
  return edition.html;
}

describe('what the big mail programs show of a message', () => {
  it('is read from everything that a message uses: elements, attributes, styles, sheets', () => {
    const html = `<style>@media (prefers-color-scheme:dark){.a>b:hover{gap:calc(1px + 2rem)!important}}</style>
      <h2 style="display:flex">x</h2><a href="mailto:a@b.test" role="button">y</a><video></video>`;
    expect([...featuresOf(html)]).toEqual(
      expect.arrayContaining([
        ...['html-style', 'html-h1-h6', 'css-display-flex', 'html-mailto-links', 'html-role', 'html-video'],
        ...['css-at-media-prefers-color-scheme', 'css-selector-child', 'css-pseudo-class-hover'],
        ...['css-gap', 'css-unit-calc', 'css-unit-rem', 'css-important'],
      ]),
    );
    expect(unsupported(html).get('css-display-flex')).toContain('outlook windows');
  });

  it('is all of every template of the gallery, but for what is none the worse without', async () => {
    const missed = new Map<string, string[]>();
    for (const { key } of gallery) for (const [slug, by] of unsupported(await htmlOf(key))) missed.set(slug, by);
    const unexpected = [...missed]
      .filter(([slug]) => !(slug in accepted))
      .map(([slug, by]) => `${slug}: ${by.join(', ')}`);
    expect(unexpected).toEqual([]);
    // A reason that nothing needs any more is taken out.
    expect(Object.keys(accepted).filter((slug) => !missed.has(slug))).toEqual([]);
  }, 60_000);
});
