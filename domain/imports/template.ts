const place = /\{\{\s*(.*?)\s*\}\}/g;

/** The column names that a template such as `lead-{{ Lead Number }}@example.test` refers to. */
export function templateColumns(template: string): string[] {
  return [...template.matchAll(place)].map((match) => match[1] ?? '');
}

/**
 * Fills a template by plain substitution. The answer is empty where a cell it needs is empty: half an address is none. What
 * is filled in is never read as a template again.
 */
export function fillTemplate(template: string, cell: (column: string) => string): string {
  let missing = false;
  const filled = template.replace(place, (_whole, column: string) => {
    const value = cell(column).trim();
    if (value === '') missing = true;
    return value;
  });
  return missing ? '' : filled;
}
