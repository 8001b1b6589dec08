/** "ItemBatcher": at least one of the limits is given. */
export interface Batching {
  readonly MaxItemsPerBatch?: number;
  /** Of a batch's whole input. */
  readonly MaxInputBytesPerBatch?: number;
  /** Goes with each batch. */
  readonly BatchInput?: unknown;
}

/** What one execution of a map run starts with, and how many items that is. */
export interface Share {
  readonly input: unknown;
  readonly items: number;
}

/** Gathers inputs, in their order, into as few batches as the limits allow. An item that is too large alone is alone. */
export function batchItems(inputs: readonly unknown[], batching: Batching): Share[] {
  const { MaxItemsPerBatch = Infinity, MaxInputBytesPerBatch = Infinity, BatchInput } = batching;
  const around = BatchInput === undefined ? {} : { BatchInput };
  const empty = bytesOf({ ...around, Items: [] });
  const batches: unknown[][] = [];
  let bytes = 0;
  for (const input of inputs) {
    const more = bytesOf(input) + 1;
    const last = batches.at(-1);
    if (last && last.length < MaxItemsPerBatch && bytes + more <= MaxInputBytesPerBatch) {
      last.push(input);
      bytes += more;
    } else {
      batches.push([input]);
      bytes = empty + more - 1;
    }
  }
  return batches.map((Items) => ({ input: { ...around, Items }, items: Items.length }));
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
