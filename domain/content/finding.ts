/** Something to know about a message before it goes out. Blocking: it cannot be approved or sent like this. */
export interface Finding {
  severity: 'blocking' | 'warning';
  /** Stable; callers branch on it. */
  code: string;
  /** What is wrong and how to mend it, for people. */
  message: string;
  /** The part of the message it was found in. */
  where: 'subject' | 'preheader' | 'sender' | 'html' | 'text';
  /** The block that it is about, if it is about one. */
  blockId?: string;
}

/** Whether any of the findings keeps the message from going out. */
export function hasBlocking(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'blocking');
}
