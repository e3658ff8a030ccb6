import { writtenText, type MailRead } from './mail.ts';

/** Characters of an answer that are kept to be read at a glance. */
const longestExcerpt = 1_000;

/** Lines behind which the message stands that is answered: mail programs each have one of their own. */
const quoteStarts = [
  /^(?:on|am|le|el|il|op|den|em|dnia|dne)\b[^\n]{5,200}(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev|escreveu|napisał\(a\)|napsal\(a\))[^\n]{0,20}:\s*$/i,
  /^[-_ ]{2,20}(?:original message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|forwarded message|reply above this line)/i,
  /^_{20,}\s*$/,
  /^\*{0,2}(?:from|von|de|da|van|från|od)\s?:\*{0,2}\s[^\n]{1,200}@/i,
  /^(?:sent from my|von meinem iphone|envoyé de mon|get outlook for)\b/i,
  /^-- ?$/,
];

/** What somebody wrote, without what they quote, without their signature, and at most a thousand characters of it. */
export function excerptOf(mail: MailRead): string {
  return withoutQuoted(writtenText(mail)).slice(0, longestExcerpt).trim();
}

/** A text up to the message that it answers; lines that are quoted in between are left out. */
export function withoutQuoted(text: string): string {
  const lines = text.slice(0, 20_000).split('\n');
  // Some programs break the line that announces the quotation in two.
  const end = lines.findIndex((line, place) =>
    [line.trim(), `${line.trim()} ${lines[place + 1]?.trim() ?? ''}`].some((said) =>
      quoteStarts.some((pattern) => pattern.test(said)),
    ),
  );
  const said = (end < 0 ? lines : lines.slice(0, end)).filter((line) => !/^\s*>/.test(line)).join('\n');
  return said
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
