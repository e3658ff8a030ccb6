import type { TemplateContent } from './template.ts';

/** What blocks can be made from. */
export const importFormats = ['html', 'mjml'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** Characters of code that blocks are made from at most. */
export const mostSource = 500_000;

/** Blocks made from markup, and what could not be taken over as it was. */
export interface ImportedContent {
  content: TemplateContent;
  notes: string[];
}
