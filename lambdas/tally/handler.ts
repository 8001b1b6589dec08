import { s3Client } from '../shared/aws/clients.js';
import { s3Objects } from '../shared/aws/s3-objects.js';
import { readEnv } from '../shared/function/env.js';
import { DependencyError } from '../shared/function/errors.js';
import { observed } from '../shared/function/observed.js';
import { tallyRun } from './tally-run.js';

const env = readEnv({ bucket: 'RESULTS_BUCKET' });
const objects = s3Objects(s3Client(), env.bucket);

/** The results of a Map Run → the books of the execution, which are its output. */
export const handler = observed(({ manifest }: { readonly manifest: string }) =>
  tallyRun(manifest, async (key) => {
    const bytes = await objects.open(key);
    if (!bytes) throw new DependencyError(`S3 ${env.bucket}: expected the results ${key}, found none`);
    return bytes;
  }),
);
