// Everything that a worker can run; a workflow that is not exported here cannot be started.
export { attributionRebuild } from './attribution-rebuild.ts';
export { broadcast } from './broadcast.ts';
export { campaignLifecycle } from './campaign-lifecycle.ts';
export { drip } from './drip.ts';
export { engagement } from './engagement.ts';
export { erasePerson } from './erase-person.ts';
export { exportPeople } from './export-people.ts';
export { housekeeping } from './housekeeping.ts';
export { importPeople } from './import-people.ts';
export { intakePeople } from './intake-people.ts';
export { nurture } from './nurture.ts';
export { outbox } from './outbox.ts';
export { reportRebuild } from './report-rebuild.ts';
export { retention } from './retention.ts';
export { signUps } from './sign-ups.ts';
export { segmentRefresh } from './segment-refresh.ts';
export { webhookDelivery } from './webhook-delivery.ts';
