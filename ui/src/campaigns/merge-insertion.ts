import type { MergeField } from '../../../domain/content/merge-data.ts';

/** What is put into the message for a merge field; one that may be empty comes with a stand-in to fill. */
export function insertion(field: MergeField): string {
  return field.mayBeEmpty ? `{{ ${field.path} | default: "…" }}` : `{{ ${field.path} }}`;
}
