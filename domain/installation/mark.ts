/**
 * How far a database has come: which server it lives in, and a number that only ever grows there. The mark is remembered outside
 * the database (in Temporal); a database that is behind it lost what it did since, so it was restored from a backup.
 */
export interface InstallationMark {
  systemIdentifier: string;
  epoch: number;
}

/** Why sending must stop, in words for the operator; null where `found` is the database that `remembered` speaks of. */
export function restoreReason(remembered: InstallationMark | null, found: InstallationMark): string | null {
  if (remembered === null) return null;
  if (remembered.systemIdentifier !== found.systemIdentifier) {
    return 'The database lives on another server than before. What was queued may have been sent since the copy was made.';
  }
  if (found.epoch < remembered.epoch) {
    return 'The database was restored from a backup. What was queued in it may have been sent since the backup was made.';
  }
  return null;
}

/** The later of two marks of one server; the told one where the server changed. */
export function newerMark(known: InstallationMark | null, told: InstallationMark): InstallationMark {
  if (known === null || known.systemIdentifier !== told.systemIdentifier) return told;
  return told.epoch >= known.epoch ? told : known;
}
