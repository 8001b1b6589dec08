import { readJsonBody } from '../shared/http/read-json.js';
import { faultMessage } from '../shared/telemetry/fault-message.js';
import { type BulkFailure, done } from './answers.js';
import { type Fields, isFault } from './kind.js';
import { bulkLimits, bulkSizes } from './limits.js';
import { isAllowed } from './permission.js';
import { type ReadRecord, readRecords } from './read-records.js';
import { type Asked, refuse, refuseBody, type Serve } from './served.js';
import { type Entry, refusalMessages, type WriteRefusal, writeRecords } from './write-records.js';

interface Judged {
  readonly index: number;
  readonly record: Fields;
}

/**
 * POST of many records, each judged by itself. It may be sent again as it is: whoever stands in it twice is written
 * as last said, and a second time does no harm.
 */
export const postRecords: Serve = async (asked, ports) => {
  const { of, body, channels, revives } = asked;
  const sent = readJsonBody(body, bulkSizes, bulkLimits);
  if ('fault' in sent) return refuseBody(ports, sent.fault);
  const read = readRecords(of, sent.value);
  if ('refused' in read) return refuse(ports, read.refused, faultMessage(read.fault), read.fault);

  const [failures, groups] = judge(asked, read.records);
  const entries = groups.map((group) => entryOf(asked, group.at(-1) as Judged));
  const writes = entries.length > 0 ? await writeRecords(entries, { of, channels, revives }, ports) : [];
  for (const [at, write] of writes.entries()) {
    if ('refusal' in write) failures.push(...(groups[at] ?? []).map((one) => failureOf(one, write.refusal)));
  }
  const [received, failed] = [read.records.length, failures.length];
  const written = received - failed;
  const inOrder = failures.toSorted((a, b) => a.index - b.index);
  const result = { kind: asked.key.kind, received, written, failed, failures: inOrder };
  return { answer: done(ports.now(), result), counts: { written, refused: failed } };
};

/** @returns what is refused at once, and the others, those of one id together and in their order */
function judge({ of, channels }: Asked, records: readonly ReadRecord[]): [BulkFailure[], Judged[][]] {
  const failures: BulkFailure[] = [];
  const groups = new Map<string, Judged[]>();
  for (const [index, { id, record }] of records.entries()) {
    if (isFault(record)) {
      const told = { err: 'INVALID_RECORD', message: faultMessage(record), ...record };
      failures.push({ index, ...(id !== undefined && { id }), ...told });
    } else if (!isAllowed(of, record, channels)) {
      failures.push(failureOf({ index, record }, 'channel'));
    } else {
      const group = groups.get(String(record.id));
      if (group) group.push({ index, record });
      else groups.set(String(record.id), [{ index, record }]);
    }
  }
  return [failures, [...groups.values()]];
}

const entryOf = ({ key: { kind } }: Asked, { record }: Judged): Entry => ({
  key: { kind, id: String(record.id) },
  record,
});

const codes: Readonly<Record<WriteRefusal, string>> = { channel: 'CHANNEL', erased: 'ERASED' };
const failureOf = ({ index, record }: Judged, why: WriteRefusal): BulkFailure => ({
  index,
  id: String(record.id),
  err: codes[why],
  message: refusalMessages[why],
});
