import { register } from 'tsx/esm/api';

// A thread begins without what lets the process that starts it read TypeScript; it has that itself first.
register();
await import('./train-thread.ts');
