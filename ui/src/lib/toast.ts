import { wordsOf } from './problem.ts';

interface Undo {
  label: string;
  run: () => void;
}

// Loaded with the first message: most page views have none.
const sonner = () => import('svelte-sonner');

/** Says that something is done; `undo` takes it back. */
export async function say(text: string, undo?: Undo): Promise<void> {
  const { toast } = await sonner();
  toast.success(text, undo ? { action: { label: undo.label, onClick: undo.run }, duration: 8000 } : {});
}

/** Says that something failed, with its sentence. */
export async function sayProblem(error: unknown): Promise<void> {
  const { toast } = await sonner();
  toast.error(wordsOf(error), { duration: 10_000 });
}
