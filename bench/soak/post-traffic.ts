import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Traffic } from './traffic.js';

export interface PostingPorts {
  /** Where telemetry goes. */
  readonly url: string;
  /** Whether so much is under way that the clients should wait. */
  isFull(): boolean;
  /** Told of each batch that was answered with 2xx. */
  taken(events: number): void;
  /** Told of each try that was not: the status, or `no answer`. */
  refused(answer: string): void;
  /** Whether to give up. */
  isOver(): boolean;
}

/** Clients at once. Each has one batch under way, as an SDK that waits for its answer. */
const clients = 6;
/** The SDK's own pauses, 1 s doubling up to a minute, at a twentieth. */
const [firstPauseMs, lastPauseMs] = [50, 3_000];
const fullPauseMs = 20;

/**
 * Sends all batches, each unchanged again and again until it is answered with 2xx, as the real SDK does. Batches are made
 * when their turn comes.
 */
export async function postTraffic(traffic: Traffic, ports: PostingPorts): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  let next = 0;
  const client = async () => {
    while (next < traffic.batches && !ports.isOver()) {
      const batch = next++;
      await postUntilTaken(traffic.bodyOf(batch), agent, ports);
      ports.taken(traffic.sizeOf(batch));
      while (ports.isFull() && !ports.isOver()) await delay(fullPauseMs);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
}

async function postUntilTaken(body: string, agent: Agent, ports: PostingPorts): Promise<void> {
  for (let pause = firstPauseMs; !ports.isOver(); pause = Math.min(lastPauseMs, pause * 2)) {
    const answer = await post(`${ports.url}/v1/telemetry`, body, agent);
    if (/^2\d\d$/.test(answer)) return;
    ports.refused(answer);
    await delay(pause);
  }
}

/** @returns the status, or `no answer` where the connection broke */
function post(url: string, body: string, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(String(response.statusCode)));
      response.on('error', () => resolve('no answer'));
    });
    sent.on('error', () => resolve('no answer')).end(body);
  });
}
