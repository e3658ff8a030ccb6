import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'vite';

interface IconSet {
  icons: Record<string, { body: string }>;
  /** Older names of icons. */
  aliases: Record<string, { parent: string }>;
}

const prefix = '~icons/lucide/';
const setFile = createRequire(import.meta.url).resolve('@iconify-json/lucide/icons.json');
// Whatever compiles components knows them by their names; there is no such folder.
const folder = join(dirname(setFile), 'components');

/**
 * Makes of each icon that is imported as `~icons/lucide/NAME` a component that is nothing but its shapes: a set's own components build
 * them one by one with every mount, which was a sixth of the time that a list of campaigns took to stand. Takes `size`, `class`,
 * `aria-hidden` and `aria-label`; how its lines are drawn stands in app.css.
 */
export function icons(): Plugin {
  let set: Promise<IconSet> | undefined;
  return {
    name: 'icons',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^~icons\/lucide\// },
      handler: (source) => join(folder, `${source.slice(prefix.length)}.svelte`),
    },
    load: {
      filter: { id: /@iconify-json\/lucide\/components\// },
      async handler(id) {
        const { icons, aliases } = await (set ??= readFile(setFile, 'utf8').then(
          (text) => JSON.parse(text) as IconSet,
        ));
        const name = basename(id, '.svelte');
        const icon = icons[name] ?? icons[aliases[name]?.parent ?? ''];
        return icon ? component(icon.body) : this.error(`there is no icon “${name}”`);
      },
    },
  };
}

const drawing = / (?:fill|stroke|stroke-linecap|stroke-linejoin|stroke-width)="(?:none|currentColor|round|2)"/g;

function component(body: string): string {
  const shapes = body.replaceAll(drawing, '').replace(/^<g>(.*)<\/g>$/s, '$1');
  return `<script>
  let { size = 24, class: look, 'aria-hidden': hidden, 'aria-label': label } = $props();
</script>
<svg viewBox="0 0 24 24" width={size} height={size} class="icon {look ?? ''}" aria-hidden={hidden} aria-label={label}
  role={label ? 'img' : undefined}>${shapes}</svg>`;
}
