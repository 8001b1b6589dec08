import { isUtf8 } from 'node:buffer';

/** Where data stops being UTF-8: its first byte that is none, from 1; `undefined` where all of it is. */
export function firstBadByte(data: Uint8Array): number | undefined {
  if (isUtf8(data)) return undefined;
  let [good, bad] = [0, data.length + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (breaksWithin(data.subarray(0, middle))) bad = middle;
    else good = middle;
  }
  // The byte that shows the fault may be the one after a character that was never finished.
  let start = bad - 1;
  while (!isUtf8(data.subarray(0, start))) start--;
  return start + 1;
}

/** Whether a start of some data has a fault that nothing after it could mend. */
function breaksWithin(start: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return false;
  } catch {
    return true;
  }
}
