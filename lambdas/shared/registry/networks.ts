import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** How long a prefix may be: what is shorter says nothing of a place, what is longer than an IPv6 /64 is one household. */
const prefixLengths = {
  ipv4: { shortest: 8, longest: 32 },
  ipv6: { shortest: 16, longest: 64 },
} as const;

/**
 * A network in its one form, which is the id of a `location`: host bits zero, lower case, IPv6 as RFC 5952 shortens it.
 *
 * @param text CIDR notation, such as `49.206.12.7/16`
 * @returns such as `49.206.0.0/16`; `undefined` for what is no network, or one of a length that has no location
 */
export function canonicalNetwork(text: string): string | undefined {
  const [, address = '', length = ''] = /^([^/]+)\/([1-9][0-9]{0,2})$/.exec(text) ?? [];
  const ip = parseAddress(address);
  if (!ip) return undefined;
  const { shortest, longest } = prefixLengths[ip.kind()];
  const prefix = Number(length);
  return prefix < shortest || prefix > longest ? undefined : networkOf(ip.toByteArray(), prefix);
}

/**
 * Every network that an address may be found under, the longest prefix first: 25 of IPv4, 49 of IPv6. An IPv4 address
 * that is written as IPv6 (`::ffff:192.0.2.1`, or `::192.0.2.1` as it once was) counts as IPv4.
 *
 * @returns none for what is no address
 */
export function candidateNetworks(ip: string): string[] {
  const parsed = parseAddress(ip);
  if (!parsed) return [];
  const address = ipaddr.process(parsed.toString());
  const { shortest, longest } = prefixLengths[address.kind()];
  const bytes = address.toByteArray();
  return Array.from({ length: longest - shortest + 1 }, (_, step) => networkOf(bytes, longest - step));
}

/** The library alone would take `0x7f.1` and `010.0.0.1` too, and a zone, which is an interface of one machine. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return isIP(text) === 0 || text.includes('%') ? undefined : ipaddr.parse(text);
}

function networkOf(address: readonly number[], prefix: number): string {
  const bytes = address.map((byte, at) => {
    const kept = Math.min(8, Math.max(0, prefix - at * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return `${ipaddr.fromByteArray(bytes)}/${prefix}`;
}
