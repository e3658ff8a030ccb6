import { parentPort, workerData } from 'node:worker_threads';
import { learn, type LearnInput } from './learn.ts';

// Runs in a thread of its own: training takes all of a core for as long as it takes.
parentPort!.postMessage(learn(workerData as LearnInput));
