import { csvLine } from '../../../../domain/exports/csv-writer.ts';

/** A cell of a table as it is saved: numbers as numbers. */
export type Cell = string | number | null;

/** Saves a table as CSV (UTF-8 with its mark, so that spreadsheets read it as such); no cell is run as a formula. */
export function saveCsv(name: string, head: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const text = [head, ...rows].map((row) => csvLine([...row])).join('');
  save(`${name}.csv`, new Blob(['\uFEFF', text], { type: 'text/csv' }));
}

/** Saves a picture as PNG at twice its size, on the ground that it stands on, with the colours of the theme. */
export async function savePng(name: string, picture: SVGSVGElement): Promise<void> {
  const { width, height } = picture.getBoundingClientRect();
  const copy = withStyles(picture);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: width * 2, height: height * 2 });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser cannot draw pictures');
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--surface');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('this browser cannot draw pictures');
  save(`${name}.png`, blob);
}

const styles = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-weight',
  'font-family',
];

/** A copy that needs no style sheet: what the page's rules say stands on each element. */
function withStyles(picture: SVGSVGElement): SVGSVGElement {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const [from, to] = [picture.querySelectorAll('*'), copy.querySelectorAll<SVGElement>('*')];
  for (const [index, element] of to.entries()) {
    const computed = getComputedStyle(from[index]!);
    element.setAttribute('style', styles.map((name) => `${name}:${computed.getPropertyValue(name)}`).join(';'));
  }
  return copy;
}

function save(name: string, blob: Blob): void {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
