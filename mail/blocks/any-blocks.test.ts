import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainContext } from '../../domain/content/block-context.ts';
import { emptyMessage } from '../../domain/content/empty-message.ts';
import { samplePerson } from '../../domain/content/merge-data.ts';
import { sampleItems } from '../../domain/content/recommended-block.ts';
import { Blocks, type Block } from '../../domain/templates/block.ts';
import { everyBlock } from '../../domain/templates/inside.ts';
import { contrast } from '../../domain/templates/colour.ts';
import { darkPalette } from '../../domain/templates/dark-look.ts';
import { diffContent } from '../../domain/templates/diff.ts';
import { anyBlocks, anyLook } from '../../test/factories/blocks.ts';
import { buildEdition } from '../edition.ts';
import { renderPreview } from '../preview.ts';

const tenant = { name: 'Works', postalAddress: '1 Main Street' };
const count = (html: string, part: RegExp) => (html.match(part) ?? []).length;

it('any blocks become valid MJML and a text part, with every table closed, whatever the conditions come to', async () => {
  await fc.assert(
    fc.asyncProperty(anyBlocks, anyLook, fc.boolean(), async (blocks, look, holds) => {
      const content = { ...emptyMessage, subject: 'x', format: 'blocks' as const, blocks, look };
      const edition = await buildEdition({
        ...{ content, tenant, campaign: { name: 'x', utmId: '' } },
        surroundings: plainContext,
      });
      const codes = edition.findings.map(({ code }) => code);
      expect(edition.findings.filter(({ code }) => code === 'mjml')).toEqual([]);
      // Only what somebody wrote as HTML may be Liquid that cannot be run.
      expect(edition.findings.filter(({ code, blockId }) => code === 'liquid' && blockId === undefined)).toEqual([]);
      if (codes.includes('empty_body')) return;
      expect(edition.text.trim()).not.toBe('');
      const conditions = Object.fromEntries((edition.conditions ?? []).map(({ id }) => [id, holds]));
      const data = { person: samplePerson, tenant, campaign: { name: 'x' }, content: sampleItems, conditions };
      const { html } = renderPreview(edition, data);
      for (const name of ['table', 'div', 'td', 'tr'])
        expect(count(html, new RegExp(`<${name}\\b`, 'g'))).toBe(count(html, new RegExp(`</${name}>`, 'g')));
      const known = new Set(everyBlock(blocks).map(({ id }) => id));
      for (const [, id] of html.matchAll(/class="b-([\w-]+)/g)) expect(known).toContain(id!.replace(/-outlook$/, ''));
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('any blocks survive JSON, differ from themselves in nothing, and from others in words', () => {
  fc.assert(
    fc.property(anyBlocks, anyBlocks, (blocks, others) => {
      expect(Blocks.parse(JSON.parse(JSON.stringify(blocks)))).toEqual(blocks);
      const content = { subject: '', preheader: '', blocks, look: null };
      expect(diffContent(content, content)).toEqual([]);
      const ids = (of: readonly Block[]) => new Set(everyBlock(of).map(({ id }) => id));
      const differences = diffContent(content, { ...content, blocks: others });
      const gone = differences.filter(({ kind }) => kind === 'removed').map(({ blockId }) => blockId);
      expect(new Set(gone)).toEqual(new Set([...ids(blocks)].filter((id) => !ids(others).has(id))));
      for (const { words } of differences) expect(words).toMatch(/ (?:was added|was removed|was moved|changed)$/);
    }),
    { numRuns: 300 },
  );
});

it('any look can be read on a dark screen', () => {
  fc.assert(
    fc.property(anyLook, (look) => {
      const dark = darkPalette(look);
      if (dark.surface === look.surface) return;
      for (const colour of [dark.text, dark.heading, dark.accent, dark.muted])
        expect(contrast(colour, dark.surface)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark.onAccent, dark.accent)).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 500 },
  );
});
