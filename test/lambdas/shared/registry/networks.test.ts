import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { candidateNetworks, canonicalNetwork } from '../../../../lambdas/shared/registry/networks.js';

const lengths = (ip: string): [number, number] => (isIPv4(ip) ? [8, 32] : [16, 64]);
const address = fc.oneof(fc.ipV4(), fc.ipV6());
/** An address, and a length that a location of its family may have. */
const network = address.chain((ip) => {
  const [min, max] = lengths(ip);
  return fc.tuple(fc.constant(ip), fc.integer({ min, max }));
});

/** IPv4 in the dress of IPv6, by the form that URLs bring an address into; or in the one that was given up. */
const isMapped = (ip: string): boolean =>
  !isIPv4(ip) &&
  (/^\[::ffff:[0-9a-f]+:[0-9a-f]+\]$/.test(new URL(`http://[${ip}]`).hostname) || /^::\d+\.[\d.]+$/.test(ip));

/** Node's own opinion. */
function holds(cidr: string, ip: string): boolean {
  const [base = '', prefix] = cidr.split('/');
  const list = new BlockList();
  list.addSubnet(base, Number(prefix), isIPv4(base) ? 'ipv4' : 'ipv6');
  return list.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6');
}

describe('a network', () => {
  it.each([
    ['49.206.0.0/16', '49.206.0.0/16'],
    ['49.206.12.7/16', '49.206.0.0/16'],
    ['49.206.12.7/32', '49.206.12.7/32'],
    ['255.255.255.255/9', '255.128.0.0/9'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001/32', '2001:db8::/32'],
    ['2001:db8:0:0:1::/64', '2001:db8::/64'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
  ])('%s is %s', (text, expected) => {
    expect(canonicalNetwork(text)).toBe(expected);
  });

  it.each([
    '',
    '49.206.0.0',
    '49.206.0.0/',
    '49.206.0.0/7',
    '49.206.0.0/33',
    '49.206.0.0/016',
    '49.206.0.0/16/16',
    '49.206.0.0/255.255.0.0',
    '49.206/16',
    '049.206.0.0/16',
    '0x31.206.0.0/16',
    '256.0.0.0/16',
    ' 49.206.0.0/16',
    '2001:db8::/15',
    '2001:db8::/65',
    'fe80::%eth0/64',
    '::ffff:49.206.0.0/112',
    'goa/16',
  ])('is not %j', (text) => {
    expect(canonicalNetwork(text)).toBeUndefined();
  });

  it('has one form, and whatever stands for an address in it is in it', () => {
    fc.assert(
      fc.property(network, ([ip, prefix]) => {
        const canonical = canonicalNetwork(`${ip}/${prefix}`) ?? '';

        expect(holds(canonical, ip)).toBe(true);
        expect(canonicalNetwork(canonical)).toBe(canonical);
        expect(canonicalNetwork(canonical.toUpperCase())).toBe(canonical);
      }),
    );
  });
});

describe('the networks of an address', () => {
  it.each(['::1', '::ffff:0:1:2', '1::ffff:1:2', '0:0:0:0:0:fffe:1.2.3.4'])('%s are those of IPv6', (ip) => {
    expect(candidateNetworks(ip)).toHaveLength(49);
  });

  it('are those that hold it, of every length that a location may have, the longest first', () => {
    fc.assert(
      fc.property(address, (ip) => {
        fc.pre(!isMapped(ip));
        const [shortest, longest] = lengths(ip);
        const candidates = candidateNetworks(ip);

        const prefixes = Array.from({ length: longest - shortest + 1 }, (_, step) => longest - step);
        expect(candidates.map((candidate) => Number(candidate.split('/')[1]))).toEqual(prefixes);
        expect(candidates).toEqual(prefixes.map((prefix) => canonicalNetwork(`${ip}/${prefix}`)));
        for (const candidate of candidates) expect(holds(candidate, ip)).toBe(true);
      }),
    );
  });

  it('of an IPv4 address in the dress of IPv6 are those of IPv4', () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        for (const dress of ['::ffff:', '::FFFF:', '0:0:0:0:0:ffff:', '::']) {
          expect(candidateNetworks(`${dress}${ip}`)).toEqual(candidateNetworks(ip));
        }
      }),
    );
  });

  it.each(['', 'localhost', '49.206', '010.0.0.1', 'fe80::1%eth0', '49.206.0.0/16'])('%j are none', (ip) => {
    expect(candidateNetworks(ip)).toEqual([]);
  });
});
