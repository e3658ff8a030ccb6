import type { VersionState } from '../../../domain/drips/version.ts';
import type { Tone } from '../lib/primitives/badge.svelte';

/** What a list of versions shows of each, whatever it is a version of. */
export interface ShownVersion {
  number: number;
  state: VersionState;
  note: string;
  comment: string;
  createdByName: string;
  createdAt: string;
  decidedByName: string | null;
  decidedAt: string | null;
}

/** What can be decided on a version that waits. */
export type VersionDecided = 'approve' | 'reject' | 'withdraw';

/** The states of a version as they stand on a badge. */
export const versionLooks: Record<VersionState, { label: string; tone: Tone }> = {
  draft: { label: 'Draft', tone: 'neutral' },
  in_review: { label: 'Waits for approval', tone: 'warn' },
  approved: { label: 'Approved', tone: 'info' },
  active: { label: 'In use', tone: 'accent' },
  superseded: { label: 'Replaced', tone: 'neutral' },
  rejected: { label: 'Sent back', tone: 'bad' },
  withdrawn: { label: 'Withdrawn', tone: 'neutral' },
};
