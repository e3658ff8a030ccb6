import { Worker } from 'node:worker_threads';
import type { LearnInput, Learned } from './learn.ts';

/** Learns in a thread of its own, so that whoever asked can go on beating; given up when `signal` aborts. */
export async function learnInThread(input: LearnInput, signal?: AbortSignal): Promise<Learned> {
  signal?.throwIfAborted();
  const thread = new Worker(new URL('./train-thread.js', import.meta.url), { workerData: input, execArgv: [] });
  return new Promise((resolve, reject) => {
    const give = () => void thread.terminate().then(() => reject(signal?.reason as Error));
    signal?.addEventListener('abort', give, { once: true });
    thread.once('message', (learned: Learned) => {
      signal?.removeEventListener('abort', give);
      resolve(learned);
    });
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the training thread ended with ${code} and said nothing`)));
  });
}
