/** Paths that once were part of the addresses that a stack printed, and so were given to clients that add their own. */
const formerAddresses = ['/v1/telemetry', '/registry/v1', '/dataset/v1'];

/**
 * The paths that a path may have been meant as, the likeliest first: with single slashes and none at its end, and then
 * without a former address that another path was put behind, as in `/v1/telemetry/data/v3/telemetry`.
 */
export function straighten(path: string): string[] {
  const single = `/${path.split('/').filter(Boolean).join('/')}`;
  const behind = formerAddresses
    .filter((address) => single.startsWith(`${address}/`))
    .map((address) => single.slice(address.length));
  return [single, ...behind];
}
