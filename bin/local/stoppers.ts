/** What has been started, so that it can be stopped in the right order, also when starting failed half-way. */
export class Stoppers {
  #stages = new Map<number, { name: string; stop: () => Promise<void> }[]>();
  #isStopping = false;

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Lower stages stop first; what shares a stage stops together. A name in brackets is nothing to tell of. */
  add(stage: number, name: string, stop: () => Promise<void>): void {
    this.#stages.set(stage, [...(this.#stages.get(stage) ?? []), { name, stop }]);
  }

  /** Stops everything; a part that fails to stop does not keep the others from it. */
  async stopAll(note: (text: string) => void): Promise<void> {
    this.#isStopping = true;
    for (const stage of [...this.#stages.keys()].sort((a, b) => a - b)) {
      const parts = this.#stages.get(stage)!;
      const results = await Promise.allSettled(parts.map((part) => part.stop()));
      results.forEach((result, i) => {
        const { name } = parts[i]!;
        if (result.status === 'rejected') note(`${name} could not be stopped: ${String(result.reason)}`);
        else if (!name.startsWith('(')) note(`stopped: ${name}`);
      });
    }
  }
}
