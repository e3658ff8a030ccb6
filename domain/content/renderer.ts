import type { BlockContext } from './block-context.ts';
import type { ImportedContent, ImportFormat } from '../templates/imported.ts';
import type { MessageContent } from './content.ts';
import type { Finding } from './finding.ts';
import type { MergeData } from './merge-data.ts';

/** What a message is built from. */
export interface RenderSource {
  content: MessageContent;
  tenant: { name: string; postalAddress: string };
  campaign: { name: string; utmId: string };
  attributes: readonly { key: string; label: string }[];
  /** What its blocks are shown with, where it is made of blocks. */
  surroundings?: BlockContext | undefined;
}

/** With whose eyes a message is seen: who they are, what is recommended to them, and which conditions hold for them. */
export type MessageReader = Pick<MergeData, 'person' | 'content' | 'conditions'>;

/** A message as one person would get it. */
export interface RenderedMessage {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  /** Parts whose merge fields cannot be filled: they stand there as they were written. */
  unfilled: Finding[];
}

/**
 * Builds and shows messages for whoever is writing them. The API is given one at its start: it shows the same mail that the
 * worker sends, without knowing how mail is made.
 */
export interface MessageRenderer {
  /** Everything that is wrong with the message, and the size of its HTML (bytes). */
  check: (source: RenderSource) => Promise<{ findings: Finding[]; htmlBytes: number }>;
  /**
   * The message as this reader would get it; merge fields without a value are empty rather than an error.
   */
  preview: (source: RenderSource, reader: MessageReader) => Promise<RenderedMessage>;
  /** Blocks made from HTML or MJML, as well as it goes. */
  importMarkup: (format: ImportFormat, source: string) => ImportedContent;
}
