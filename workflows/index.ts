// Everything that a worker can run; a workflow that is not exported here cannot be started.
export { broadcast } from './broadcast.ts';
export { campaignLifecycle } from './campaign-lifecycle.ts';
export { engagement } from './engagement.ts';
export { housekeeping } from './housekeeping.ts';
export { outbox } from './outbox.ts';
