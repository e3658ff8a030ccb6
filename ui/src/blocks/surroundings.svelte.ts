import { createQuery } from '@tanstack/svelte-query';
import { mergeFields, type MergeField } from '../../../domain/content/merge-data.ts';
import { chosenItems } from '../../../domain/templates/references.ts';
import type { TemplateContent } from '../../../domain/templates/template.ts';
import { api, ok } from '../lib/api.ts';
import { attributeList } from '../settings/calls.ts';
import type { BrandKit } from '../../../domain/templates/brand-kit.ts';
import type { DrawnItem, Drawing } from './drawing.ts';

/** What blocks are drawn with, and what can be put into them. */
export interface Surroundings {
  readonly drawing: Drawing;
  /** The merge fields that a text may hold. */
  readonly fields: readonly MergeField[];
}

/** Reads the merge fields and the content items that a message names. Call it while a component is set up. */
export function readSurroundings(brand: () => BrandKit, content: () => TemplateContent): Surroundings {
  const attributes = createQuery(() => attributeList);
  const wanted = $derived(chosenItems(content().blocks).sort().join());
  const items = createQuery(() => ({
    queryKey: ['content', 'of-cards', wanted],
    queryFn: () => readItems(wanted.split(',').filter(Boolean)),
    staleTime: 60_000,
  }));
  // In a link such a field would do; as a word it means nothing.
  const fields = $derived(mergeFields(attributes.data?.data ?? []).filter(({ path }) => path.includes('.')));
  const drawing = $derived<Drawing>({
    look: content().look ?? brand().look,
    brand: brand(),
    nameOf: (path) => fields.find((field) => field.path === path)?.label ?? path,
    itemOf: (id) => items.data?.get(id),
  });
  return {
    get drawing() {
      return drawing;
    },
    get fields() {
      return fields;
    },
  };
}

async function readItems(ids: readonly string[]): Promise<Map<string, DrawnItem>> {
  const found = await Promise.all(
    ids.map((id) => ok(api.GET('/api/v1/content-items/{id}', { params: { path: { id } } })).catch(() => null)),
  );
  return new Map(
    found.flatMap((item) =>
      item
        ? [[item.id, { title: item.title, description: item.description ?? '', imageUrl: item.imageUrl ?? null }]]
        : [],
    ),
  );
}
