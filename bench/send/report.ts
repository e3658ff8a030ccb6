/** Prints figures as one JSON object, or as a table for people. Null figures were not measured in this run. */
export function printReport(asJson: boolean, figures: Record<string, unknown>): void {
  const rounded = JSON.parse(
    JSON.stringify(figures, (_key, value: unknown) => (typeof value === 'number' ? round(value) : value)),
  ) as Record<string, unknown>;
  if (asJson) console.log(JSON.stringify(rounded));
  else console.table(flat(rounded));
}

function round(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

function flat(figures: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(figures).flatMap(([key, value]) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(value).map(([inner, innerValue]) => [`${key}.${inner}`, innerValue])
        : [[key, value]],
    ),
  );
}
