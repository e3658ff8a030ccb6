import mjml2html from 'mjml';
import juice from 'juice';
import type { Finding } from '../domain/content/finding.ts';
import type { ProtectedTemplate } from './protect-liquid.ts';

/** HTML with its styles inlined, or the findings that say why there is none. */
export type Markup = { html: string; findings: [] } | { html: null; findings: Finding[] };

/**
 * MJML to HTML; whatever is not valid is a finding. It inlines its own styles; fonts from other hosts are left out, since loading them
 * would tell that host who reads.
 */
export async function markupFromMjml(template: ProtectedTemplate): Promise<Markup> {
  const finding = (message: string): Finding => ({ severity: 'blocking', code: 'mjml', message, where: 'html' });
  const options = { keepComments: true, ignoreIncludes: true, fonts: {}, filePath: '.' };
  try {
    const { html, errors } = await mjml2html(template.text, { validationLevel: 'soft', ...options });
    // A colour or a width may come from a merge field; what it will be cannot be judged here.
    const problems = errors.filter(({ message }) => !template.mentions(message));
    if (problems.length === 0) return { html, findings: [] };
    return {
      html: null,
      findings: problems.map(({ line, message, tagName }) =>
        finding(`MJML, line ${line ?? '?'}: ${message}${tagName ? ` (${tagName})` : ''}.`),
      ),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'unknown reason';
    return { html: null, findings: [finding(`The MJML cannot be read: ${reason}.`)] };
  }
}

/** Plain HTML with its style sheets inlined; media queries stay where they are. Nothing is fetched. */
export function markupFromHtml(template: ProtectedTemplate): Markup {
  const html = juice(template.text, {
    preserveMediaQueries: true,
    preserveFontFaces: true,
    preserveImportant: true,
    removeStyleTags: true,
    applyWidthAttributes: false,
    applyHeightAttributes: false,
  });
  return {
    html: /<body[\s>]/i.test(html)
      ? html
      : `<!doctype html><html><head><meta charset="utf-8"></head><body>${html}</body></html>`,
    findings: [],
  };
}
