import { join } from 'node:path';

/** Releases of Node that people have besides the one at hand; the deployed functions run on 24. */
export const nodeReleases = ['22', '24', '26'];

/** "npm, node-bin": the program of a release is a package of the platform's name. */
const platforms = { win32: 'win' };

/** The newest Node of a release, as npm has it for this platform. */
export function nodeOf(release) {
  const platform = `${platforms[process.platform] ?? process.platform}-${process.arch}`;
  return {
    name: `node-${platform}`,
    version: release,
    steps: (folder) => [
      ['npm', 'install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `node-${platform}@${release}`],
    ],
  };
}

/** Its program, in the folder where it was installed. */
export function programIn(folder) {
  const name = nodeOf('').name;
  return join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
