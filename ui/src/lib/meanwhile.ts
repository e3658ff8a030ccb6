import { Problem } from './problem.ts';

/** Something that is edited at a known version. */
export interface Versioned {
  version: number;
}

/**
 * What a newer reading means for somebody who edits: nothing new (`same`); it is taken as it is, for they have changed nothing
 * (`adopt`); only its version is taken, for what they edit is as it was (`note`); or somebody else saved what they are editing
 * (`behind`): what they have stays, and they are asked.
 */
export function newsFor<T extends Versioned>(
  basis: T,
  fresh: T,
  { isChanged, edited }: { isChanged: boolean; edited: (of: T) => unknown },
): 'same' | 'adopt' | 'note' | 'behind' {
  if (fresh.version === basis.version) return 'same';
  if (!isChanged) return 'adopt';
  return JSON.stringify(edited(fresh)) === JSON.stringify(edited(basis)) ? 'note' : 'behind';
}

/** Whether a save was refused because somebody else was faster: then it is read anew, and the editor says so. */
export function wasFaster(error: unknown): boolean {
  return error instanceof Problem && error.status === 412;
}

/** How often somebody else may be faster before one is told. */
const mostAttempts = 3;

/**
 * Saves; where somebody else was faster, `catchUp` reads anew and says whether nothing of what is edited here was changed: then it is saved
 * over their version without asking. Throws what the last attempt was refused with.
 */
export async function saveCatchingUp(save: () => Promise<void>, catchUp: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await save();
    } catch (refused) {
      if (attempt === mostAttempts || !wasFaster(refused) || !(await catchUp())) throw refused;
    }
  }
}

/** Waits until what was read just now has come to the page, which it does in a task of its own. */
export const readingShown = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve));
