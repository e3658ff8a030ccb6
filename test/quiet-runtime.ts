import { Runtime } from '@temporalio/worker';

const silent = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
let isInstalled = false;

/** Keeps Temporal's own words about workers out of the tests' output. Before the first worker or connection of the process. */
export function quietRuntime(): void {
  // Its core writes to standard output unless its words are passed on.
  if (!isInstalled) Runtime.install({ logger: silent, telemetryOptions: { logging: { forward: {} } } });
  isInstalled = true;
}
