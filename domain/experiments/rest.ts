const day = 86_400_000;

/**
 * When the rest gets the variant that was decided for (ISO 8601): at once, or, where the variant is a time of sending, at the next moment
 * of that time of day.
 */
export function restOpensAt(input: { startedAt: string; delayMinutes: number; nowIso: string }): string {
  if (input.delayMinutes === 0) return input.nowIso;
  const first = Date.parse(input.startedAt) + input.delayMinutes * 60_000;
  const days = Math.max(0, Math.ceil((Date.parse(input.nowIso) - first) / day));
  return new Date(first + days * day).toISOString();
}
