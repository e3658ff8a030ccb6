import { describe, expect, it } from 'vitest';
import { shownHtml } from './shown-html.ts';

const html =
  '<html><head lang="en"><style>@media (prefers-color-scheme: dark) { p { color: #fff } }</style></head><p>Hi</p></html>';

describe('a message in a frame', () => {
  it('is dark or light as asked, whatever the screen is', () => {
    expect(shownHtml(html, { isDark: true, hasImages: true })).toContain('@media all { p');
    expect(shownHtml(html, { isDark: false, hasImages: true })).toContain('@media not all { p');
  });

  it('loads nothing but pictures, and none where they are off', () => {
    expect(shownHtml(html, { isDark: false, hasImages: true })).toMatch(
      /<head lang="en"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; [^"]*img-src http: https: data:">/,
    );
    expect(shownHtml('<p>Hi</p>', { isDark: false, hasImages: false })).toMatch(/^<meta [^>]*img-src 'none'">/);
  });
});
