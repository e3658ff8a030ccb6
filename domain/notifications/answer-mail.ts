/** What a mail says of one answer. */
export interface AnswerLine {
  personId: string;
  name: string;
  subject: string;
  excerpt: string;
}

/** Answers that a mail has room for. */
const mostLines = 20;

/** The mail that brings owners what their people answered, once. It is automatic and says so: nobody's mailbox answers it. */
export function answerMail(
  lines: readonly AnswerLine[],
  { tenantName, publicUrl }: { tenantName: string; publicUrl: string },
): { subject: string; text: string } {
  const [first] = lines;
  const subject =
    lines.length === 1 ? `${first!.name || 'Somebody'} answered: ${first!.subject}` : `${lines.length} answers came`;
  const shown = lines
    .slice(0, mostLines)
    .map(
      ({ personId, name, subject, excerpt }) =>
        `${name || 'Somebody'}, “${subject}”:\n${quoted(excerpt)}\n${publicUrl}/people/${personId}`,
    );
  const more = lines.length > mostLines ? [`… and ${lines.length - mostLines} more.`] : [];
  const end = 'Answer them from your own mailbox: this one is read by nobody.';
  return {
    subject: subject.replace(/\s+/g, ' ').slice(0, 200),
    text: `${[`${tenantName}:`, ...shown, ...more, end].join('\n\n')}\n`,
  };
}

function quoted(text: string): string {
  return text === ''
    ? '(no text)'
    : text
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
}
