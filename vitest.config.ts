import { defineConfig } from 'vitest/config';
import LongestFirst from './test/longest-first.ts';

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/openapi.ts'],
    include: ['{domain,db,mail,models,workflows,activities,api,bin,bench,test}/**/*.test.ts', 'ui/**/*.test.ts'],
    // A busy machine takes thrice as long as a quiet one.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real servers on a shared machine have a bad moment now and then: what fails is tried once more, and reported as tried twice.
    retry: 1,
    maxWorkers: 3,
    pool: 'forks',
    // Most of what a test makes is gone with it: with more room for the young it is never copied.
    execArgv: ['--max-semi-space-size=64'],
    // What is imported is evaluated once a worker and not once a file: a fifth of all time. A test leaves nothing behind in a module.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
