import type { InboundReason } from './reasons.ts';
import { addressWords, fullMailbox, unknownUser } from './words-address.ts';
import { providerCodes } from './words-codes.ts';
import { languageWords } from './words-languages.ts';
import { senderWords } from './words-sender.ts';
import { transportWords } from './words-transport.ts';

/** A phrase that servers use for a reason. A `weak` one is used for other things, too: a telling status code goes before it. */
export interface WordRule {
  reason: InboundReason;
  pattern: RegExp;
  weak?: true;
}

/** What was found in a text: the reason, and the words that said so. */
export interface WordsFound {
  reason: InboundReason;
  words: string;
  isWeak: boolean;
}

/** Said of the whole machine, in words that are near to those for one mailbox. */
const fullSystem: WordRule = {
  reason: 'systemfull',
  pattern: /insufficient (?:system storage|disk space)|no space left on|mail system (?:is )?full/,
};

/** Postfix says first what was not found, and then that it may be. */
const hostNotYetFound: WordRule = { reason: 'networkerror', pattern: /host not found, try again/ };

const clear: readonly WordRule[] = [
  fullSystem,
  fullMailbox,
  hostNotYetFound,
  ...providerCodes,
  ...senderWords,
  ...addressWords,
  ...languageWords.filter(({ reason }) => reason !== 'userunknown'),
  ...transportWords,
].filter(({ weak }) => !weak);
const weak: readonly WordRule[] = [...senderWords, ...addressWords, ...languageWords, ...transportWords].filter(
  (rule) => rule.weak,
);
const longest = 6_000;

/** The reason that a text names: clear phrases before those that are used for more than one thing. Takes what `plainWords` gives. */
export function findReason(words: string): WordsFound | null {
  for (const [rules, isWeak] of [
    [clear, false],
    [weak, true],
  ] as const)
    for (const { reason, pattern } of rules) {
      const match = pattern.exec(words);
      if (match) return { reason, words: match[0], isWeak };
    }
  return null;
}

const unknownAbroad = languageWords.find(({ reason }) => reason === 'userunknown')!.pattern;

/** The words of a text that say that a server does not know an address, in any language; null where there are none. */
export function findUnknown(words: string): string | null {
  return (unknownUser.exec(words) ?? unknownAbroad.exec(words))?.[0] ?? null;
}

/**
 * A text as the rules want it: lower case, one line, plain quotes, without the codes that stand in every line of a long answer, and of
 * addresses on the web only the host and Google's word for the error (`?p=NoSuchUser`): the rest of a link is nobody's diagnosis.
 */
export function plainWords(text: string): string {
  return (
    text
      .slice(0, longest)
      .toLowerCase()
      .replace(/https?:\/\/([^\s/<>"')]{1,200})([^\s<>"')]{0,500})/g, (_, host: string, rest: string) => {
        const word = /[?&]p=([a-z]{3,40})/.exec(rest)?.[1];
        return word ? `${host} ?p=${word}` : host;
      })
      // Nobody is judged by the name of an address, nor by what IronPort writes before every answer.
      .replace(/[^\s<>"'(),:;@]{1,64}@/g, 'x@')
      // What Postfix writes before every reason of a recipient's refusal; alone, or with “access denied”, it is the reason.
      .replace(/recipient address rejected: (?!access denied)(?=\w)/g, ' ')
      .replace(/unknown address error|other mail system problem/g, ' ')
      .replace(/[’‘`´]/g, "'")
      .replace(/[45]\d\d[- ]#?[45]\.\d\.\d{1,3}\b/g, ' ')
      .replace(/[^\S]+/g, ' ')
      .trim()
  );
}
