// What test/engines needs. One that can't be had is told in a line, and its tests are skipped.
import { startTemplates } from '../templates/start.mjs';
import { cfnLint } from './cfn-lint.mjs';
import { dynamoDbLocal } from './dynamodb-local.mjs';
import { findChromium } from './find-chromium.mjs';
import { findProgram } from './find-program.mjs';
import { install } from './install.mjs';
import { nodeOf, nodeReleases } from './nodes.mjs';
import { openSearch } from './opensearch.mjs';
import { pyzipper } from './pyzipper.mjs';
import { trino } from './trino.mjs';

/** Name of the setting that tells the tests where an engine is; unset where there is none. */
const engines = {
  CFN_LINT_FOLDER: () => install(cfnLint),
  DYNAMODB_LOCAL_FOLDER: () => install(dynamoDbLocal),
  CHROMIUM: findChromium,
  ...Object.fromEntries(nodeReleases.map((release) => [`NODE_${release}_FOLDER`, () => install(nodeOf(release))])),
  OPENSEARCH_FOLDER: () => install(openSearch),
  PYZIPPER_FOLDER: () => install(pyzipper),
  SEVEN_ZIP_PROGRAM: () => findProgram(['7z', '7zz', '7za']),
  TRINO_FOLDER: () => install(trino),
  // Not UNZIP, from which Info-ZIP's own program takes options.
  UNZIP_PROGRAM: () => findProgram(['unzip']),
};

/** Jest's globalSetup: the tests' processes inherit the environment. */
export default async function installAll() {
  await startTemplates();
  const told = Object.entries(engines).map(async ([setting, provide]) => {
    const { place, unavailable } = await provide();
    if (place) process.env[setting] = place;
    else process.stderr.write(`Skipped: ${unavailable}\n`);
  });
  await Promise.all(told);
}
