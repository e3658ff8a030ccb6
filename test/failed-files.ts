import { writeFile } from 'node:fs/promises';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Notes which test files failed, as a list in JSON, in the file that FAILED_FILES names: `npm test` begins them anew. An error that belongs to
 * no test would be forgotten by that, so none is noted beside one.
 */
export default class FailedFiles implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly unknown[]): Promise<void> {
    const failed = strayErrors.length > 0 ? [] : modules.filter((module) => module.state() === 'failed');
    const note = process.env.FAILED_FILES;
    if (note) await writeFile(note, JSON.stringify(failed.map(({ relativeModuleId }) => relativeModuleId)));
  }
}
