import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { RunningStore } from '../../../../../local/stores/dynamodb/start.js';
import { readerKey, someRules } from '../../support/gates.js';
import { dynamoAt } from '../../support/services.js';
import { anItem, claimsTable } from '../../support/tables.js';
import { useTempFolder } from '../../support/temp-folder.js';

// A worker thread is started from a file, which only the build has.
const { startDynamo } = jest.requireActual<typeof import('../../../../../local/stores/dynamodb/start.js')>(
  '../../../../../dist/local/stores/dynamodb/start.js',
);
const folder = useTempFolder();

async function started<T>(act: (at: RunningStore & { endpoint: string; denied: string[] }) => Promise<T>): Promise<T> {
  const denied: string[] = [];
  const data = { folder: folder(), tables: [claimsTable], rules: someRules(), port: 0 };
  const running = await startDynamo(data, (line) => void denied.push(line));
  try {
    return await act({ ...running, endpoint: `http://127.0.0.1:${running.port}`, denied });
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
});
