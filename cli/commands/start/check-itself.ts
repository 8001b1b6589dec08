import type { RunningInfo } from '../../../local/disk/state-folder.js';
import { authorizationFor } from '../../target/consumer-token.js';
import { storedEvents } from '../../target/read-lake.js';
import { waitUntil } from '../../terminal/wait-until.js';
import { exampleBatch } from './example-curl.js';

/** Time to wait for the event, beside what the stage holds events back. */
const patienceMs = 30_000;

/** Sends one event and waits until it lies in S3. @returns the exit code */
export async function checkItself(info: RunningInfo): Promise<number> {
  const batch = exampleBatch('self-check', Date.now());
  const mid = batch.events[0]?.mid;
  const answer = await fetch(`${info.url}/v1/telemetry`, {
    method: 'POST',
    body: JSON.stringify(batch),
    headers: await authorizationFor(info),
  });
  console.log(`self-check: posted one event, answer ${answer.status} ${await answer.text()}`);
  const waitMs = info.bufferMs + patienceMs;
  const found = await waitUntil(() => storedEvents(info).some((event) => event.mid === mid), waitMs);
  console.log(
    found ? 'self-check: the event is in S3. All is well.' : `self-check: no event in S3 after ${waitMs} ms.`,
  );
  return answer.ok && found ? 0 : 1;
}
