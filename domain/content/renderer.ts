import type { MessageContent } from './content.ts';
import type { Finding } from './finding.ts';
import type { MergeData } from './merge-data.ts';
import type { MergeItems } from './recommended-block.ts';

/** What a message is built from. */
export interface RenderSource {
  content: MessageContent;
  tenant: { name: string; postalAddress: string };
  campaign: { name: string; utmId: string };
  attributes: readonly { key: string; label: string }[];
}

/** A message as one person would get it. */
export interface RenderedMessage {
  subject: string;
  preheader: string;
  html: string;
  text: string;
}

/**
 * Builds and shows messages for whoever is writing them. The API is given one at its start: it shows the same mail that the
 * worker sends, without knowing how mail is made.
 */
export interface MessageRenderer {
  /** Everything that is wrong with the message, and what one of it weighs (bytes of its HTML). */
  check: (source: RenderSource) => Promise<{ findings: Finding[]; htmlBytes: number }>;
  /**
   * The message as this person would get it, with what is recommended to them; merge fields without a value are empty rather than an
   * error.
   */
  preview: (source: RenderSource, person: MergeData['person'], items?: MergeItems) => Promise<RenderedMessage>;
}
