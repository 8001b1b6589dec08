// What test/engines needs. One that can't be had is told in a line, and its tests are skipped.
import { cfnLint } from './cfn-lint.mjs';
import { dynamoDbLocal } from './dynamodb-local.mjs';
import { install } from './install.mjs';

/** Name of the setting that tells the tests where an engine is; unset where there is none. */
const engines = { CFN_LINT_FOLDER: cfnLint, DYNAMODB_LOCAL_FOLDER: dynamoDbLocal };

/** Jest's globalSetup: the tests' processes inherit the environment. */
export default async function installAll() {
  const installed = Object.entries(engines).map(async ([setting, engine]) => {
    const { folder, unavailable } = await install(engine);
    if (folder) process.env[setting] = folder;
    else process.stderr.write(`Skipped: ${unavailable}\n`);
  });
  await Promise.all(installed);
}
