import { join } from 'node:path';

const version = '0.3.6';

/** Another's reader of zips with AES, from PyPI, in a Python environment of its own. */
export const pyzipper = {
  name: 'pyzipper',
  version,
  steps: (folder) => [
    ['python3', '-m', 'venv', folder],
    [join(folder, 'bin/pip'), 'install', '--quiet', '--retries', '1', '--timeout', '15', `pyzipper==${version}`],
  ],
};
