interface Signature {
  readonly name: string;
  readonly matches: (data: Uint8Array) => boolean;
}

/** Whether data begins with some bytes. */
const startsWith =
  (...start: readonly number[]) =>
  (data: Uint8Array) =>
    start.every((byte, at) => data[at] === byte);

/**
 * What is often sent in the place of JSON, by its first bytes; JSON begins with none of them. Of gzip the first byte is
 * enough: the second one is no UTF-8, so a gateway that takes the body for text has put another one there.
 */
const signatures: readonly Signature[] = [
  { name: 'gzip data', matches: startsWith(0x1f) },
  { name: 'zlib data', matches: (data) => data[0] === 0x78 && [0x01, 0x9c, 0xda].includes(data[1] ?? 0) },
  { name: 'Zstandard data', matches: startsWith(0x28, 0xb5, 0x2f, 0xfd) },
  { name: 'a ZIP file', matches: startsWith(0x50, 0x4b, 0x03, 0x04) },
  { name: 'UTF-16', matches: (data) => startsWith(0xff, 0xfe)(data) || startsWith(0xfe, 0xff)(data) },
  // ASCII in UTF-16 without its mark: each second byte is 0.
  { name: 'UTF-16', matches: (data) => data.length > 1 && (data[0] === 0) !== (data[1] === 0) },
];

/** Names what data is, where that is no text in UTF-8 but something that is easily taken for a body. */
export function looksLike(data: Uint8Array): string | undefined {
  return signatures.find(({ matches }) => matches(data))?.name;
}
