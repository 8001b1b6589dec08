/** The object under a key; an empty one where there is none. */
export function objectAt(parent: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = parent[key];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The text under a key, unless it is empty. */
export function textAt(parent: Record<string, unknown>, key: string): string | undefined {
  const value = parent[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
