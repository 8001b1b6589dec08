import { AwsError } from '../../calls/aws-error.js';

/** "maxResults: 100 by default, 1000 at most". */
const defaultSize = 100;
const largest = 1_000;

/**
 * One page of a list of which each item has a key, in their order.
 *
 * @param nextToken key of the last item of the page before
 * @throws AwsError `InvalidToken`
 */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string | number,
  { maxResults, nextToken }: { readonly maxResults?: number; readonly nextToken?: string },
): { page: readonly T[]; nextToken: string | undefined } {
  const size = Math.min(maxResults || defaultSize, largest);
  const from = nextToken === undefined ? 0 : items.findIndex((item) => String(keyOf(item)) === nextToken) + 1;
  if (nextToken !== undefined && from === 0) throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  const page = items.slice(from, from + size);
  const last = page.at(-1);
  return { page, nextToken: last !== undefined && from + size < items.length ? String(keyOf(last)) : undefined };
}
