import { writtenText, type MailRead } from './mail.ts';

/** A line of a mail that a rule can be made of. */
export interface PhraseChoice {
  phrase: string;
  /** The phrase that most likely decided. */
  isSuggested: boolean;
}

const mostLines = 40;
const address = /[^\s<>"'(),:;[\]\\@]{1,64}@[a-z0-9.-]{1,253}[a-z0-9]/gi;

/** Words of refusals; each makes a line look more like the one that decides. */
const telling =
  /refus|reject|unknown|not (?:found|exist|deliver|accept|allow)|cannot|can't|could not|unable|fail|undeliver|quota|full|spam|block|polic|disabled|inactive|expired|denied|invalid|no such|blacklist|unzustell|abgelehnt|refusé|rechaz|unsubscrib|remove me|away|vacation/gi;

/** The lines of a mail from which one can choose a phrase, in their order, the one that looks most like deciding marked. */
export function listPhrases(mail: MailRead): PhraseChoice[] {
  const subject = phraseOf(mail.headers.get('subject') ?? '');
  const body = writtenText(mail).slice(0, 20_000).split('\n').map(phraseOf);
  const lines = [...new Set([...body, subject])].filter((line) => line.length >= 8).slice(0, mostLines);
  const best = Math.max(...lines.map(weightOf), 0);
  const suggested = lines.find((line) => weightOf(line) === best);
  return lines.map((phrase) => ({ phrase, isSuggested: phrase === suggested }));
}

/** The longest part of a line that names nobody's address, at most 200 characters of it. */
function phraseOf(line: string): string {
  const parts = line
    .replace(/\s+/g, ' ')
    .split(address)
    .map((part) => part.replace(/^[\s<>"'(),:;]+|[\s<>"'(),:;]+$/g, ''));
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  return longest.includes('@') ? '' : longest.slice(0, 200).trim();
}

function weightOf(line: string): number {
  const hasCode = /\b[45]\d\d\b/.test(line) || /\b[45]\.\d{1,3}\.\d{1,3}\b/.test(line);
  return (line.match(telling)?.length ?? 0) * 2 + (hasCode ? 3 : 0);
}
