import { Runtime } from '@temporalio/worker';

const silent = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
let isInstalled = false;

/** Keeps Temporal's own words about workers out of the tests' output. Before the first worker or connection of the process. */
export function quietRuntime(): void {
  if (!isInstalled) Runtime.install({ logger: silent });
  isInstalled = true;
}
