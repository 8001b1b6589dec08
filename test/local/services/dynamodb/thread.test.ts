import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { FaultPorts, FaultProfile } from '../../../../local/faults/kinds.js';
import type { RunningStore } from '../../../../local/services/dynamodb/start.js';
import { profile } from '../../../support/faults.js';
import { readerKey, someRules } from '../../../support/gates.js';
import { dynamoAt } from '../../../support/services.js';
import { anItem, claimsTable } from '../../../support/tables.js';
import { useTempFolder } from '../../../support/temp-folder.js';
import { until } from '../../../support/until.js';

// A worker thread is started from a file, which only the build has.
const { startDynamo } = jest.requireActual<typeof import('../../../../local/services/dynamodb/start.js')>(
  '../../../../dist/local/services/dynamodb/start.js',
);
const folder = useTempFolder();

interface Started extends RunningStore {
  readonly endpoint: string;
  readonly denied: string[];
  /** Faults, and names of workers that were to end. */
  readonly told: string[];
}

async function started<T>(
  act: (at: Started) => Promise<T>,
  faults?: FaultProfile,
  endsAt?: FaultPorts['endsAt'],
): Promise<T> {
  const denied: string[] = [];
  const data = { folder: folder(), tables: [claimsTable], rules: someRules(), port: 0, faults };
  const told: string[] = [];
  const running = await startDynamo(data, (line) => void denied.push(line), {
    injected: (kind, at) => void told.push(`${kind} ${at}`),
    endWorker: (name) => void told.push(name),
    endsAt,
  });
  try {
    return await act({ ...running, endpoint: `http://127.0.0.1:${running.port}`, denied, told });
  } finally {
    await running.stop();
  }
}

describe('the thread of the DynamoDB store', () => {
  it('has the tables of the template, with the items of an earlier start', async () => {
    const Item = anItem({ mid: 'LOG:1' });
    await started(({ endpoint }) => dynamoAt(endpoint).send(new PutItemCommand({ TableName: 'claims', Item })));

    const { Items } = await started(({ endpoint }) =>
      dynamoAt(endpoint).send(new ScanCommand({ TableName: 'claims' })),
    );

    expect(Items).toEqual([Item]);
  });

  it('refuses what a role may not do, and tells of it across the thread', async () => {
    const denied = await started(async ({ endpoint, denied: lines }) => {
      const answer = dynamoAt(endpoint, readerKey).send(new ScanCommand({ TableName: 'claims' }));
      await expect(answer).rejects.toMatchObject({ name: 'AccessDeniedException' });
      return lines;
    });

    expect(denied).toEqual([expect.stringContaining(`reader may not dynamodb:Scan on ${claimsTable.arn}`)]);
  });

  it('injects the faults of a profile, and tells of them across the thread', async () => {
    const told = await started(
      async ({ endpoint, told: lines }) => {
        const client = dynamoAt(endpoint, undefined, { userAgentAppId: 'sunstream-worker-3' });
        const Item = anItem({ mid: 'LOG:1' });
        const call = client.send(new PutItemCommand({ TableName: 'claims', Item })).catch(() => undefined);
        await until(() => lines.length === 2);
        client.destroy();
        await call;
        return lines;
      },
      profile({ workerDeath: 1 }),
    );

    expect(told).toEqual(['workerDeath dynamodb PutItem', 'sunstream-worker-3']);
  });

  it('asks a script across the thread if a worker ends at a call, and does the others', async () => {
    const asked: string[] = [];
    const Item = anItem({ mid: 'LOG:1' });
    const told = await started(
      async ({ endpoint, told: lines }) => {
        const client = dynamoAt(endpoint, undefined, { userAgentAppId: 'sunstream-worker-3' });
        await client.send(new PutItemCommand({ TableName: 'claims', Item }));
        const call = client.send(new PutItemCommand({ TableName: 'claims', Item })).catch(() => undefined);
        await until(() => lines.length === 2);
        client.destroy();
        await call;
        return lines;
      },
      undefined,
      (worker, at) => (asked.push(`${worker} ${at}`) === 2 ? 'before' : undefined),
    );

    expect(asked).toEqual(Array(2).fill('sunstream-worker-3 dynamodb PutItem'));
    expect(told).toEqual(['workerDeath dynamodb PutItem', 'sunstream-worker-3']);
  });
});
