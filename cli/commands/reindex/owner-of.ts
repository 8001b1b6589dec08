/** Which event a document is of. */
export interface DocumentOwner {
  readonly mid: string;
  readonly fingerprint: string;
}

/** Which event a line of the lake, or a document of the index, is of. */
export function ownerOf({ mid, metadata }: { mid?: unknown; metadata?: { fingerprint?: unknown } }): DocumentOwner {
  return { mid: String(mid), fingerprint: String(metadata?.fingerprint) };
}
