import type { Around, Call, Input } from '../calls/json-service.js';
import { type RecordRef, recordRefs } from './record-refs.js';
import { workerOf } from './worker-names.js';

/** Records that are on a stream while their worker may never come to know it: what they hold may come twice. */
export interface MayRepeat {
  /** `lostAnswer`, `workerDeath`, or `givenUp` where the caller had not waited for the answer. */
  readonly cause: string;
  /** The call that it happened at. */
  readonly at: string;
  readonly stream: string;
  readonly events: readonly RecordRef[];
}

/** What a worker has put, from its first try on. */
interface Forward {
  readonly stream: string;
  readonly records: string[];
  /** The worker was told that all of it was taken. */
  isAnswered: boolean;
}

interface PutAnswer {
  readonly Records: readonly { readonly ErrorCode?: string }[];
}

/** The calls between the first try of a forward and its memory. */
const openAt: ReadonlySet<string> = new Set(['kinesis PutRecords', 'dynamodb BatchWriteItem']);

/**
 * Watches PutRecords from both sides of the faults, and so knows what stages put without remembering it. Of a worker no
 * more is kept than its last forward: it makes one at a time, and remembers it before the next.
 */
export class Forwards {
  private readonly last = new Map<string, Forward>();

  constructor(private readonly tell: (mayRepeat: MayRepeat) => void) {}

  /** Stands outside and inside of what injects faults into Kinesis. */
  around(faulted: Around): Around {
    return async (call, run) => {
      if (call.operation !== 'PutRecords') return faulted(call, run);
      const taken: string[] = [];
      const forward = this.forwardOf(call);
      const watched = async (input: Input) => {
        const answer = (await run(input)) as PutAnswer;
        const records = recordsOf(input).filter((_, index) => answer.Records[index]?.ErrorCode === undefined);
        taken.push(...records);
        forward.records.push(...records);
        return answer;
      };
      try {
        const answer = (await faulted(call, watched)) as PutAnswer;
        forward.isAnswered = answer.Records.every(({ ErrorCode }) => ErrorCode === undefined);
        if (call.isGone()) this.told('givenUp', call, taken);
        return answer;
      } catch (error) {
        this.told('lostAnswer', call, taken);
        throw error;
      }
    };
  }

  /** Told of a worker that ended, and at which call: what it had put, and may not have remembered, comes again. */
  died(worker: string, at: string): void {
    const { stream = '', records = [] } = this.last.get(worker) ?? {};
    this.last.delete(worker);
    if (openAt.has(at)) this.write({ cause: 'workerDeath', at, stream }, records);
  }

  private told(cause: string, { input }: Call, records: readonly string[]): void {
    this.write({ cause, at: 'kinesis PutRecords', stream: String(input.StreamName) }, records);
  }

  private write(where: Omit<MayRepeat, 'events'>, records: readonly string[]): void {
    const events = records.flatMap((data) => recordRefs(Buffer.from(data, 'base64')));
    if (events.length > 0) this.tell({ ...where, events });
  }

  private forwardOf({ userAgent, input }: Call): Forward {
    const worker = workerOf(userAgent);
    const before = this.last.get(worker ?? '');
    if (before && !before.isAnswered) return before;
    const forward = { stream: String(input.StreamName), records: [], isAnswered: false };
    if (worker !== undefined) this.last.set(worker, forward);
    return forward;
  }
}

function recordsOf({ Records }: Input): string[] {
  return (Records as { Data: string }[]).map(({ Data }) => Data);
}
