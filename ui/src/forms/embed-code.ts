/** The code by which a page shows a form within it: the script tells the form which page it is on, and so where its visitor came from. */
export function embedCode(url: string): string {
  const { origin, pathname } = new URL(url);
  return `<script async src="${origin}/s/v1.js" data-form="${pathname.slice('/f/'.length)}"></script>`;
}
