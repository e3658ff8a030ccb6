/** At most one signal in this time for a tenant, from each process. */
const quietMs = 1000;

/**
 * Gives a function that wakes the workflow of a tenant after something was written for it. Calls in quick succession become one signal
 * (the first at once, the rest together after a second). `signal` must not throw: what is lost is found by housekeeping.
 */
export function createQuietWaker(signal: (tenantId: string) => void): (tenantId: string) => void {
  const quiet = new Map<string, { isAskedAgain: boolean }>();
  const wake = (tenantId: string): void => {
    const state = { isAskedAgain: false };
    quiet.set(tenantId, state);
    setTimeout(() => {
      quiet.delete(tenantId);
      if (state.isAskedAgain) wake(tenantId);
    }, quietMs).unref();
    signal(tenantId);
  };
  return (tenantId) => {
    const state = quiet.get(tenantId);
    if (state) state.isAskedAgain = true;
    else wake(tenantId);
  };
}
