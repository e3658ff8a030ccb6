import mjml2html from 'mjml';
import juice from 'juice';
import type { Finding } from '../domain/content/finding.ts';
import type { ProtectedTemplate } from './protect-liquid.ts';

/** HTML with its styles inlined, or the findings that say why there is none. */
export type Markup = { html: string; findings: [] } | { html: null; findings: Finding[] };

/** MJML to HTML. It inlines its own styles; fonts from other hosts are left out, since loading them would tell that host who reads. */
export async function markupFromMjml(template: ProtectedTemplate): Promise<Markup> {
  try {
    const { html } = await mjml2html(template.text, {
      validationLevel: 'strict',
      keepComments: true,
      ignoreIncludes: true,
      fonts: {},
      filePath: '.',
    });
    return { html, findings: [] };
  } catch (error) {
    return {
      html: null,
      findings: problemsOf(error).map((message) => ({ severity: 'blocking', code: 'mjml', message, where: 'html' })),
    };
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

function problemsOf(error: unknown): string[] {
  const errors = (error as { errors?: { line?: number; message?: string; tagName?: string }[] }).errors;
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.map(
      ({ line, message, tagName }) =>
        `MJML, line ${line ?? '?'}: ${message ?? 'not valid'}${tagName ? ` (${tagName})` : ''}.`,
    );
  }
  return [`The MJML cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown reason'}.`];
}
