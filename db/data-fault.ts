/** Whether the database refused the data itself (SQLSTATE classes 22 and 23): the same again would fail again. */
export function isDataFault(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^2[23]/.test(code);
}
