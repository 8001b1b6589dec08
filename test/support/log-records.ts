import { RecordLog } from '../../local/disk/record-log.js';

export interface NewLogRecord {
  readonly key: string;
  readonly data: Uint8Array;
}

export const aLogRecord = (text: string, key = 'k'): NewLogRecord => ({ key, data: Buffer.from(text) });

/** All records of a log, from its start, as text. */
export function textsOf(log: RecordLog): string[] {
  return log
    .read(0, { records: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY })
    .map(({ data }) => data.toString('utf8'));
}

/** What a log in a folder holds when it is opened anew. */
export function reopenedTexts(folder: string): string[] {
  const log = new RecordLog(folder);
  try {
    return textsOf(log);
  } finally {
    log.close();
  }
}
