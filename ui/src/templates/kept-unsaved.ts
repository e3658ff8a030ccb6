import type { TemplateContent } from '../../../domain/templates/template.ts';

/** What somebody had written in a template, and not saved, when their session ended. */
interface KeptUnsaved {
  userId: string;
  /** The version of the template that it was written over. */
  version: number;
  content: TemplateContent;
}

const keyOf = (id: string): string => `unsaved-template/${id}`;

/** Keeps it in this tab until they have signed in again. */
export function keepUnsaved(id: string, kept: KeptUnsaved): void {
  try {
    sessionStorage.setItem(keyOf(id), JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing: there is no other place for it.
  }
}

/** What was kept of a template for whoever is signed in now, once; what somebody else wrote in this tab is forgotten. */
export function takeUnsaved(id: string, userId: string): KeptUnsaved | null {
  try {
    const text = sessionStorage.getItem(keyOf(id));
    sessionStorage.removeItem(keyOf(id));
    const kept = text === null ? null : (JSON.parse(text) as KeptUnsaved);
    return kept?.userId === userId ? kept : null;
  } catch {
    return null;
  }
}
