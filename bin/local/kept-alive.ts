/** A server of ours that was started. */
export interface Server {
  pid: number;
  ended: Promise<void>;
  stop: () => Promise<void>;
}

/** What to do with it: `start` again when it dies, tell of it, and note its process id. */
export interface KeepAliveOptions<T extends Server> {
  name: string;
  start: () => Promise<T>;
  onPid: (name: string, pid: number | undefined) => void;
  note: (text: string) => void;
}

/** Starts a server and starts it again when it dies; `stop` ends both. */
export async function keepAlive<T extends Server>(
  options: KeepAliveOptions<T>,
): Promise<{ first: T; stop: () => Promise<void> }> {
  const { name, start, onPid, note } = options;
  let current = await start();
  let isStopping = false;
  const first = current;
  onPid(name, current.pid);

  const watch = async (): Promise<void> => {
    for (let deaths = 0; ; deaths++) {
      await current.ended;
      if (isStopping) return;
      note(`${name} ended; starting it again`);
      await new Promise((resolve) => setTimeout(resolve, Math.min(500 * 2 ** deaths, 15_000)));
      if (isStopping) return;
      try {
        current = await start();
        onPid(name, current.pid);
        deaths = 0;
      } catch (error) {
        note(`${name} did not start: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  void watch();
  return {
    first,
    stop: async () => {
      isStopping = true;
      await current.stop();
      onPid(name, undefined);
    },
  };
}
