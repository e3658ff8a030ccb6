import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** For workflows whose time is played: hours of it may pass while a heartbeat is on its way, and no worker dies, so that none is waited for. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity: (input, next) => {
        const { heartbeatTimeout: _none, ...options } = input.options;
        return next({ ...input, options });
      },
    },
  ],
});
