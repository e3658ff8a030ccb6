/** The icons of the set that `ui/icons.ts` makes components of. */
declare module '~icons/lucide/*' {
  import type { Component } from 'svelte';

  const icon: Component<{
    size?: number;
    class?: string;
    'aria-hidden'?: 'true' | boolean;
    'aria-label'?: string;
  }>;
  export default icon;
}
