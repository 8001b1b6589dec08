import { join } from 'node:path';

const version = '1.58.0';

/** AWS's linter of templates, from PyPI, in a Python environment of its own. */
export const cfnLint = {
  name: 'cfn-lint',
  version,
  steps: (folder) => [
    ['python3', '-m', 'venv', folder],
    [join(folder, 'bin/pip'), 'install', '--quiet', '--retries', '1', '--timeout', '15', `cfn-lint==${version}`],
  ],
};
