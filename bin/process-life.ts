/** Tells whoever started this process (with a channel) that it is ready; silently nothing where nobody listens. */
export function tellReady(): void {
  process.send?.('ready');
}

/**
 * Runs `stop` once when the process is asked to end (SIGTERM, SIGINT) or when whoever started it is gone, and ends the process
 * after it. A second request while stopping does not hurry it: whoever cannot wait sends SIGKILL.
 */
export function onStopSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const end = (): void => {
    if (isStopping) return;
    isStopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end).on('SIGINT', end).on('disconnect', end);
}
