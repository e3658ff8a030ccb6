import { CancellationScope, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

/**
 * For workflows on a server whose clock skips: a timer that is no longer waited for is not cancelled there but left to end unheard. That server
 * refuses the end of a task which cancels a timer that ended meanwhile, never gives the task again, and its clock stands for good.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      startTimer: (input, next) => {
        const scope = CancellationScope.current();
        if (scope.consideredCancelled) return next(input);
        const ended = CancellationScope.nonCancellable(() => next(input));
        return scope.cancellable ? Promise.race([ended, scope.cancelRequested]) : ended;
      },
    },
  ],
});
