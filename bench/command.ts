import { statSync } from 'node:fs';

/** What whoever called a command can mend: an option or a file. It is said as it is, and the exit code is 2. */
export class InputFault extends Error {}

/** Reads the whole number that was given as `--name`; throws InputFault where it is none, or less than `least`. */
export function wholeNumber<Name extends string>(
  values: Partial<Record<Name, unknown>>,
  name: Name,
  least = 1,
): number {
  const text = String(values[name] ?? '');
  const number = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (!(Number.isSafeInteger(number) && number >= least))
    throw new InputFault(`--${name} is a whole number of at least ${least}, and not "${text}".`);
  return number;
}

const words: Record<string, (path: string) => string> = {
  ENOENT: (path) => `There is no file ${path} to read.`,
  ENOTDIR: (path) => `${path} is not a folder.`,
  EACCES: (path) => `${path} may not be read.`,
};

/**
 * What to say of a fault that whoever called can mend: an option, or a file that they named in `args`; null where it is a fault of the command
 * itself.
 */
export function sentenceOf(error: unknown, args: readonly string[]): string | null {
  if (!(error instanceof Error)) return null;
  const { code = '', path } = error as NodeJS.ErrnoException;
  if (error instanceof InputFault || code.startsWith('ERR_PARSE_ARGS_')) return error.message;
  // Reading a folder does not say which.
  if (code === 'EISDIR') return folderSentence(args);
  const isNamed = path !== undefined && args.some((named) => named !== '' && path.startsWith(named));
  return isNamed ? (words[code]?.(path) ?? null) : null;
}

function folderSentence(args: readonly string[]): string | null {
  const folder = args.find((named) => statSync(named, { throwIfNoEntry: false })?.isDirectory());
  return folder === undefined ? null : `${folder} is a folder, and a file is wanted.`;
}

/** From here on what whoever called can mend is said in a sentence; of everything else the whole trace is shown. */
export function sayFaults(): void {
  process.on('uncaughtException', (error) => {
    const sentence = sentenceOf(error, process.argv.slice(2));
    console.error(sentence === null ? error : `✗  ${sentence}`);
    process.exit(sentence === null ? 1 : 2);
  });
}
