/** How much room is left around the steps, in pixels. */
const margin = 32;

/** Draws the whole canvas, whatever part of it is in view, and hands it to the browser as a PNG file. */
export async function saveImage(
  frame: HTMLElement,
  { name, width, height }: { name: string; width: number; height: number },
): Promise<void> {
  const viewport = frame.querySelector<HTMLElement>('.svelte-flow__viewport');
  if (!viewport) return;
  const { toPng } = await import('html-to-image');
  const url = await toPng(viewport, {
    width: width + 2 * margin,
    height: height + 2 * margin,
    backgroundColor: getComputedStyle(document.documentElement).getPropertyValue('--canvas'),
    style: { transform: `translate(${margin}px, ${margin}px)`, width: `${width}px`, height: `${height}px` },
  });
  const link = document.createElement('a');
  link.download = `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.png`;
  link.href = url;
  link.click();
}
