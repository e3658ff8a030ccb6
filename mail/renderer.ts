import type { MessageRenderer } from '../domain/content/renderer.ts';
import { importMarkup } from './blocks/import-markup.ts';
import { buildEdition } from './edition.ts';
import { renderPreview } from './preview.ts';

/** Shows and checks messages as they would be sent. */
export function createRenderer(): MessageRenderer {
  return {
    importMarkup,
    check: async (source) => {
      const { findings, html } = await buildEdition(source);
      return { findings, htmlBytes: Buffer.byteLength(html) };
    },
    preview: async (source, reader) => {
      // Links in a preview lead where they will lead, without being counted.
      const edition = await buildEdition({ ...source, track: false });
      const campaign = { name: source.campaign.name };
      return renderPreview(edition, { content: {}, ...reader, tenant: source.tenant, campaign });
    },
  };
}
