import { readJsonBody } from '../shared/http/read-json.js';
import { faultMessage } from '../shared/telemetry/fault-message.js';
import { done } from './answers.js';
import { isFault } from './kind.js';
import { recordLimits, recordSizes } from './limits.js';
import { isAllowed, wrongChannel } from './permission.js';
import { judgeRecord } from './read-record.js';
import { refuse, refuseBody, type Serve } from './served.js';
import { refusalMessages, type Write, writeRecords } from './write-records.js';

/** PUT of one record: it is there whole, or not at all. */
export const putRecord: Serve = async ({ of, key, body, channels, revives }, ports) => {
  const read = readJsonBody(body, recordSizes, recordLimits);
  if ('fault' in read) return refuseBody(ports, read.fault);
  const record = judgeRecord(of, read.value, key.id);
  if (isFault(record)) return refuse(ports, 'record', faultMessage(record), record);
  if (!isAllowed(of, record, channels)) return refuse(ports, 'channel', wrongChannel);
  const [write] = (await writeRecords([{ key, record }], { of, channels, revives }, ports)) as [Write];
  return 'refusal' in write
    ? refuse(ports, write.refusal, refusalMessages[write.refusal])
    : { answer: done(ports.now(), { ...key, ...write }), counts: { written: 1 } };
};
