import { decodeFrame } from '../../lambdas/shared/frames/frame.js';
import { decodeAggregate } from '../../lambdas/shared/frames/kpl.js';

/** An event in a Kinesis record: its mid, and the fingerprint that tells it from others under that mid. */
export type RecordRef = readonly [mid: string, fingerprint: string];

/** The events in a record of a stage: a frame, or an aggregate of enriched documents. None in what is neither. */
export function recordRefs(data: Buffer): RecordRef[] {
  const frame = decodeFrame(data);
  if ('entries' in frame) return frame.entries.map(([mid, fingerprint]) => [mid, fingerprint]);
  return decodeAggregate(data).flatMap(documentRef);
}

function documentRef(document: Buffer): RecordRef[] {
  try {
    const { mid, metadata } = JSON.parse(document.toString('utf8')) as { mid?: string; metadata?: Metadata };
    return [[String(mid), String(metadata?.fingerprint)]];
  } catch {
    // An operator may put anything on a stream.
    return [];
  }
}

interface Metadata {
  readonly fingerprint?: string;
}
