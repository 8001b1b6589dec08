/** Catches what metrics and logs print. */
export function fakeConsole() {
  const lines: string[] = [];
  const keep = (...parts: unknown[]) => void lines.push(parts.map(String).join(' '));
  for (const method of ['log', 'info', 'warn', 'error'] as const) jest.spyOn(console, method).mockImplementation(keep);

  return {
    lines,
    /** Sum of a metric over all EMF lines without further dimensions. */
    metric(name: string): number {
      const values = lines.map((line) => JSON.parse(line)).filter((line) => '_aws' in line && !('reason' in line));
      return values.flatMap((line) => (line[name] as number[] | number | undefined) ?? []).reduce((a, b) => a + b, 0);
    },
    /** Failed events by reason, as the EMF lines say. */
    failedByReason(): Record<string, number> {
      const values = lines.map((line) => JSON.parse(line)).filter((line) => '_aws' in line && 'reason' in line);
      return Object.fromEntries(values.map((line) => [line.reason, line.failedByReason]));
    },
  };
}
