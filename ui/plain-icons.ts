import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

type Shape = [tag: string, attributes: Record<string, string>];

/**
 * Makes of each icon of the set a component that is nothing but its shapes. The set's own builds them one by one with every mount,
 * which was a sixth of the time that a list of campaigns took to stand. Takes `size`, `class`, `aria-hidden` and `aria-label`; how its
 * lines are drawn stands in app.css.
 */
export function plainIcons(): Plugin {
  return {
    name: 'plain-icons',
    enforce: 'pre',
    async load(id) {
      if (!/\/@lucide\/svelte\/dist\/icons\/[^/?]+\.svelte$/.test(id)) return null;
      const icon = /^const iconData = (\{.*\});$/m.exec(await readFile(id, 'utf8'))?.[1];
      if (!icon) return this.error(`no shapes were found in ${id}`);
      return component((JSON.parse(icon) as { node: Shape[] }).node);
    },
  };
}

function component(shapes: readonly Shape[]): string {
  const drawn = shapes.map(([tag, attributes]) => {
    const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
    return `<${tag}${written.join('')} />`;
  });
  return `<script>
  let { size = 24, class: look, 'aria-hidden': hidden, 'aria-label': label } = $props();
</script>
<svg viewBox="0 0 24 24" width={size} height={size} class="icon {look ?? ''}" aria-hidden={hidden} aria-label={label}
  role={label ? 'img' : undefined}>${drawn.join('')}</svg>`;
}
