import { queryOptions } from '@tanstack/svelte-query';
import type { MessageClass } from '../../../domain/content/content.ts';
import type { BrandKit } from '../../../domain/templates/brand-kit.ts';
import type { Template, TemplateChange, TemplateContent, TemplateInput } from '../../../domain/templates/template.ts';
import type { Reader } from '../blocks/rendering.ts';
import { api, ifMatch, ok } from '../lib/api.ts';
import type { paths } from '../lib/api-types.ts';
import { everyPage } from '../lib/every-page.ts';
import { queryClient } from '../lib/query-client.ts';

// The generated types leave out that a rule or a look may be null; what comes and goes is what domain/templates says.
type Route = keyof paths;
type BodyOf<Path extends Route, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  requestBody?: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

/** The brand with what is known of how it was saved. */
export type StoredKit = BrandKit & { version: number; updatedAt: string | null; updatedByName: string | null };

/** A template that comes with the product. */
export interface GalleryTemplate {
  key: string;
  name: string;
  description: string;
  tags: string[];
  content: TemplateContent;
}

/** One template as it is edited; whether somebody else saved it is looked at now and then. */
export const templateById = (id: string) =>
  queryOptions({
    queryKey: ['templates', 'one', id],
    queryFn: async () => (await ok(api.GET('/api/v1/templates/{id}', { params: { path: { id } } }))) as Template,
  });

/** Blocks that were kept for other messages. */
export const savedBlocks = queryOptions({
  queryKey: ['templates', 'blocks'],
  queryFn: () =>
    everyPage((page) => ok(api.GET('/api/v1/templates', { params: { query: { kind: 'block', ...page } } }))),
  staleTime: 30_000,
});

/** Templates that a message can begin from. */
export const wholeTemplates = queryOptions({
  queryKey: ['templates', 'whole'],
  queryFn: () =>
    everyPage((page) => ok(api.GET('/api/v1/templates', { params: { query: { kind: 'template', ...page } } }))),
});

/** The tags that templates have. */
export const templateTags = queryOptions({
  queryKey: ['templates', 'tags'],
  queryFn: () => ok(api.GET('/api/v1/templates/tags')),
  staleTime: 30_000,
});

/** Templates that come with the product. */
export const templateGallery = queryOptions({
  queryKey: ['template-gallery'],
  queryFn: async () => (await ok(api.GET('/api/v1/template-gallery'))).data as GalleryTemplate[],
  staleTime: Infinity,
});

/** The versions of a template, the newest first. */
export const templateVersions = (id: string) =>
  queryOptions({
    queryKey: ['templates', 'versions', id],
    queryFn: () => ok(api.GET('/api/v1/templates/{id}/versions', { params: { path: { id }, query: { limit: 100 } } })),
  });

/** What a version of a template holds. */
export const versionContent = (id: string, number: number) =>
  queryOptions({
    queryKey: ['templates', 'versions', id, number],
    queryFn: async () => {
      const params = { path: { id, number } };
      const { content } = await ok(api.GET('/api/v1/templates/{id}/versions/{number}', { params }));
      return content as TemplateContent;
    },
    staleTime: Infinity,
  });

/** The brand of the organisation. */
export const brandKit = queryOptions({
  queryKey: ['brand-kit'],
  queryFn: async () => (await ok(api.GET('/api/v1/brand-kit'))) as StoredKit,
  staleTime: 30_000,
});

/** Pictures that were uploaded, the newest first. */
export const templateImages = queryOptions({
  queryKey: ['template-images'],
  queryFn: () => ok(api.GET('/api/v1/template-images', { params: { query: { limit: 100 } } })),
});

/** Saves a template over a known version of it. */
export async function saveTemplate(basis: { id: string; version: number }, change: TemplateChange): Promise<Template> {
  const params = { path: { id: basis.id } };
  const body = change as BodyOf<'/api/v1/templates/{id}', 'patch'>;
  return (await ok(api.PATCH('/api/v1/templates/{id}', { params, headers: ifMatch(basis), body }))) as Template;
}

/** Uploads a picture; the same one again is the one that is there. */
export async function uploadImage(file: File) {
  const form = new FormData();
  form.append('file', file);
  return ok(api.POST('/api/v1/template-images', { body: form as never, bodySerializer: () => form }));
}

/** Makes a template: of some content, of one of the gallery, or empty. */
export async function newTemplate(input: Partial<TemplateInput> & { name: string }): Promise<{ id: string }> {
  return ok(api.POST('/api/v1/templates', { body: input as BodyOf<'/api/v1/templates', 'post'> }));
}

/** Makes a second one like it. */
export async function copyTemplate(id: string) {
  return ok(api.POST('/api/v1/templates/{id}/copy', { params: { path: { id } }, body: {} }));
}

/** Makes a version of a template as it is saved. */
export async function makeVersion(basis: { id: string; version: number }, note: string): Promise<Template> {
  const call = { params: { path: { id: basis.id } }, headers: ifMatch(basis), body: { note } };
  return (await ok(api.POST('/api/v1/templates/{id}/versions', call))) as Template;
}

/** Saves the brand over a known version of it. */
export async function saveBrand(basis: { version: number }, kit: BrandKit): Promise<void> {
  const saved = await ok(api.PUT('/api/v1/brand-kit', { headers: ifMatch(basis), body: kit }));
  queryClient.setQueryData(brandKit.queryKey, saved as StoredKit);
}

/** Blocks made from HTML or MJML as well as it goes, with what could not be taken over. */
export async function importBlocks(format: 'html' | 'mjml', source: string) {
  const { content, notes } = await ok(api.POST('/api/v1/templates/import', { body: { format, source } }));
  return { content: content as TemplateContent, notes };
}

/** A template as it stands in front of one, saved or not, rendered for a reader. */
export function showContent(content: TemplateContent, reader: Reader, messageClass: MessageClass = 'marketing') {
  const body = { content, ...reader, messageClass } as BodyOf<'/api/v1/templates/render', 'post'>;
  return ok(api.POST('/api/v1/templates/render', { body }));
}

/** Reads everything that is shown of templates anew. */
export async function refreshTemplates(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['templates'] });
}

/** Reads the pictures anew. */
export async function refreshImages(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['template-images'] });
}
