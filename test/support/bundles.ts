import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { FunctionSettings } from '../../local/services/lambda/environment.js';
import type { LocalFunction } from '../../local/services/lambda/local-function.js';
import { useClosing } from './closing.js';
import { useTempFolder } from './temp-folder.js';

// A worker thread is started from a file, which only the build has.
const built = jest.requireActual<typeof import('../../local/services/lambda/local-function.js')>(
  '../../dist/local/services/lambda/local-function.js',
);

/** Makes functions of the text of a bundle; their workers end with the test. */
export function useFunctions() {
  const folder = useTempFolder();
  const closing = useClosing();
  return (code: string, overrides: Partial<FunctionSettings> = {}): LocalFunction & { logged(): string } => {
    writeFileSync(join(folder(), 'index.mjs'), code);
    const log = new PassThrough();
    let printed = '';
    log.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
    const made = new built.LocalFunction({
      folder: folder(),
      handler: 'index.handler',
      functionName: 'dedup-function',
      functionArn: 'arn:aws:lambda:local-1:000000000000:function:dedup-function',
      memoryMb: 128,
      timeoutSeconds: 20,
      environment: {},
      log,
      ...overrides,
    });
    closing(() => made.stop());
    return Object.assign(made, { logged: () => printed });
  };
}
