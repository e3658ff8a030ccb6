import { register } from 'tsx/esm/api';

// It lies among the sources, beside which the built worker finds it, and a thread begins without what reads TypeScript: it has that first.
register();
await import('./train-thread.ts');
