import type { Finding } from './finding.ts';
import { liquidPieces } from './liquid.ts';

/** Words that many filters count against a message, most of all in its subject. */
const suspicious = [
  'act now',
  'buy now',
  'cash bonus',
  'click here',
  'congratulations',
  'double your',
  'earn money',
  'free money',
  'guaranteed',
  'limited time',
  'no obligation',
  'once in a lifetime',
  'risk-free',
  'risk free',
  'this is not spam',
  'urgent',
  'winner',
  'you have been selected',
  '100% free',
];

/** Hints about how something is worded: words that filters distrust, shouting, many exclamation marks. None of them keeps a message back. */
export function checkWording(template: string, where: Finding['where']): Finding[] {
  const text = liquidPieces(template)
    .map((piece) => (piece.kind === 'text' ? piece.source : ' '))
    .join('');
  const findings: Finding[] = [];
  const add = (code: string, message: string) => findings.push({ severity: 'warning', code, message, where });
  const found = suspicious.filter((words) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, 'iu').test(text),
  );
  if (found.length > 0) add('spam_words', `Spam filters distrust “${found.join('”, “')}”: say it in other words.`);
  if (isShouting(text))
    add('capitals', 'Mostly capitals read as shouting, and filters count them: write it in small letters.');
  if (/!!|\?!|(?:![^!]*){3,}/.test(text))
    add('exclamation', 'Many exclamation marks look like advertising: one is enough.');
  return findings;
}

/** Whether most of a longer text stands in capitals; a word such as CRM does not. */
function isShouting(text: string): boolean {
  const letters = [...text].filter((letter) => letter.toLowerCase() !== letter.toUpperCase());
  const capitals = letters.filter((letter) => letter === letter.toUpperCase());
  return letters.length >= 8 && capitals.length / letters.length > 0.6;
}
