import type { ContentItem, ContentItemFormat } from '../../../domain/content-items/content-item.ts';

/** An item as somebody types it. */
export interface ContentDraft {
  title: string;
  url: string;
  description: string;
  format: string;
  language: string;
  /** Separated by commas. */
  topics: string;
  imageUrl: string;
  validFrom: string;
  validUntil: string;
}

/** A draft of an item that is there, or of a new one. */
export function draftOf(item?: ContentItem): ContentDraft {
  return {
    title: item?.title ?? '',
    url: item?.url ?? '',
    description: item?.description ?? '',
    format: item?.format ?? 'article',
    language: item?.language ?? '',
    topics: item?.topics.join(', ') ?? '',
    imageUrl: item?.imageUrl ?? '',
    validFrom: item?.validFrom ?? '',
    validUntil: item?.validUntil ?? '',
  };
}

/** What is sent of a draft. */
export function bodyOf(draft: ContentDraft) {
  const orNull = (text: string): string | null => text.trim() || null;
  return {
    title: draft.title,
    url: draft.url.trim(),
    description: draft.description,
    format: draft.format as ContentItemFormat,
    language: orNull(draft.language.toLowerCase()),
    topics: [...new Set(draft.topics.split(',').map((topic) => topic.trim()))].filter(Boolean),
    imageUrl: orNull(draft.imageUrl),
    validFrom: orNull(draft.validFrom),
    validUntil: orNull(draft.validUntil),
  };
}
