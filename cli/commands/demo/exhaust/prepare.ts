import { randomUUID } from 'node:crypto';
import type { RunningInfo } from '../../../../local/disk/state-folder.js';
import { tokenWith } from '../../../target/consumer-token.js';
import { fetchWithRetries } from '../../../target/fetch-with-retries.js';
import { defaultState } from '../../../terminal/command.js';
import { waitUntil } from '../../../terminal/wait-until.js';
import { openRegistry } from '../../registry/open-registry.js';
import { Turns } from '../../registry/turns.js';
import { areBalanced, booksSince, readBooks } from '../session-books.js';
import type { Cast } from './cast.js';

const [callsAtOnce, batchesAtOnce, batchSize, maxTries] = [16, 4, 100, 8];
/** Time to wait until all lies in S3, beside what the stage holds events back. */
const patienceMs = 60_000;

/** Writes the bots and the people into the registry. @throws Error when it takes one of them not */
export async function register({ bots, users }: Cast, info: RunningInfo): Promise<void> {
  const registry = await openRegistry({
    action: 'import',
    ...{ help: '', file: '', kind: '', id: '', isDryRun: false, state: defaultState },
    url: info.url,
    token: await tokenWith('registry:write', info),
  });
  const turns = new Turns(callsAtOnce);
  const put = (kind: string, id: string, record: object) =>
    turns.take(id, async () => {
      const { status, errmsg } = await registry.call('PUT', kind, id, JSON.stringify(record));
      if (status !== 200) throw new Error(`registry: expected ${kind} ${id} to be taken, found ${status}: ${errmsg}`);
    });
  for (const { id, name, owner } of bots) await put('bot', id, { name, ownerOrgID: owner });
  for (const { id, phone, bot, consents } of users) {
    await put('user', id, { username: phone, registrations: [bot.id], device: { consent: consents } });
  }
  await turns.done();
}

/** Posts all answers. @throws Error when a batch isn't taken, or an event of it */
export async function postAnswers({ answers }: Cast, info: RunningInfo): Promise<void> {
  const token = await tokenWith('telemetry:write', info);
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const turns = new Turns(batchesAtOnce);
  for (let start = 0; start < answers.length; start += batchSize) {
    const events = answers.slice(start, start + batchSize).map(({ event }) => event);
    const body = JSON.stringify({
      id: 'api.sunbird.telemetry',
      ver: '3.0',
      params: { msgid: randomUUID() },
      ets: Date.now(),
      events,
    });
    await turns.take(String(start), async () => {
      const { answer, trouble } = await fetchWithRetries(
        `${info.url}/v1/telemetry`,
        { method: 'POST', headers, body },
        { maxTries },
      );
      if (trouble !== undefined || answer?.status !== 200) {
        throw new Error(`telemetry: expected 200, found ${trouble ?? `${answer?.status}: ${answer?.text}`}`);
      }
    });
  }
  await turns.done();
}

/** Counts from now on. @returns waits until so many events more lie in S3; throws Error when they don't come */
export function expectEvents(info: RunningInfo): (count: number) => Promise<void> {
  const before = readBooks(info);
  return async (count) => {
    const books = () => booksSince(before, readBooks(info));
    const isThere = () => {
      const found = books();
      return found.stored >= count || (found.received >= count && areBalanced(found));
    };
    await waitUntil(isThere, info.bufferMs + patienceMs);
    const { stored, duplicate, failed } = books();
    if (stored >= count) return;
    throw new Error(
      `S3: expected ${count} events stored, found ${stored}, ${duplicate} duplicates and ${failed} failed. The functions' logs are in ${info.logFolder}.`,
    );
  };
}
