import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import type { Gate } from '../../local/calls/gate.js';
import { type KeySpec, LocalKey } from '../../local/services/kms/local-key.js';
import { kmsService } from '../../local/services/kms/service.js';
import { useClosing } from './closing.js';
import { operatorKey } from './gates.js';
import { serve } from './services.js';
import { useTempFolder } from './temp-folder.js';

export const keyArn = (id: string) => `arn:aws:kms:local-1:000000000000:key/${id}`;

/** Serves the keys `sealing`, `other` and `signing` (HMAC), and the alias `alias/names` of the first. */
export function useKms() {
  const folder = useTempFolder();
  const closing = useClosing();
  const file = (id: string) => join(folder(), 'kms', `${id}.json`);
  const makeKey = (id: string, spec: KeySpec) =>
    new LocalKey({ id, arn: keyArn(id), spec, description: `key ${id}` }, file(id));
  const open = async ({ gate, key = operatorKey }: { gate?: Gate; key?: string } = {}) => {
    const keys = [
      makeKey('sealing', 'SYMMETRIC_DEFAULT'),
      makeKey('other', 'SYMMETRIC_DEFAULT'),
      makeKey('signing', 'HMAC_256'),
    ];
    const served = await serve(kmsService({ keys, aliases: new Map([['alias/names', 'sealing']]) }), gate);
    closing(served.close);
    const client = new KMSClient({
      endpoint: served.endpoint,
      region: 'local-1',
      credentials: { accessKeyId: key, secretAccessKey: 'unchecked' },
      maxAttempts: 1,
    });
    closing(() => client.destroy());
    return client;
  };
  return { open, file, makeKey };
}
