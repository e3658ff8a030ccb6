import sanitize from 'sanitize-html';

const everywhere = [
  'style',
  'class',
  'id',
  'title',
  'dir',
  'lang',
  'align',
  'valign',
  'width',
  'height',
  'bgcolor',
  'role',
];

/** What mail may hold: text, pictures, links and tables, with their looks. Everything that runs, loads or sends is taken out. */
const options: Parameters<typeof sanitize>[1] = {
  allowedTags: [
    ...[
      'a',
      'abbr',
      'b',
      'blockquote',
      'br',
      'center',
      'code',
      'del',
      'div',
      'em',
      'font',
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
    ],
    ...['h6', 'hr', 'i', 'img', 'ins', 'li', 'ol', 'p', 'pre', 's', 'small', 'span', 'strike', 'strong', 'sub', 'sup'],
    ...['table', 'caption', 'colgroup', 'col', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'u', 'ul'],
  ],
  allowedAttributes: {
    '*': everywhere,
    a: ['href', 'target', 'rel', 'name'],
    img: ['src', 'alt', 'border'],
    font: ['color', 'face', 'size'],
    table: ['border', 'cellpadding', 'cellspacing', 'background'],
    td: ['colspan', 'rowspan', 'background'],
    th: ['colspan', 'rowspan', 'scope'],
    ol: ['start', 'type'],
    col: ['span'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel', 'sms'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  nestingLimit: 100,
  disallowedTagsMode: 'discard',
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'title',
    'head',
    'svg',
    'math',
    'iframe',
    'object',
  ],
  // Looks are kept as they are written but for what loads or runs something.
  parseStyleAttributes: false,
  transformTags: {
    '*': (tagName, attribs) => {
      const { style, background, ...rest } = attribs as Partial<Record<string, string>>;
      const isUnsafe =
        style !== undefined && /expression|javascript:|url\s*\(|@import|behavior|-moz-binding|\\/i.test(style);
      const kept: Record<string, string> = { ...(rest as Record<string, string>) };
      if (background !== undefined && /^https:\/\//i.test(background)) kept.background = background;
      if (style !== undefined && !isUnsafe) kept.style = style;
      return { tagName, attribs: kept };
    },
  },
};

/** HTML without anything that mail may not hold; its tags are closed. */
export function sanitizeMarkup(html: string): string {
  return sanitize(html, options);
}
