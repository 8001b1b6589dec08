import { join } from 'node:path';

const version = '435';
const pom = join(import.meta.dirname, 'trino.pom.xml');
const copy = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies';

/** The engine of Athena 3, from Maven Central: its parser, its functions and its planner. The last that runs on Java 17. */
export const trino = {
  name: 'trino',
  version,
  steps: (folder) => [
    ['javac', '-version'],
    [
      'mvn',
      '-B',
      '-q',
      '-f',
      pom,
      `-Dtrino.version=${version}`,
      `-DoutputDirectory=${folder}`,
      '-DincludeScope=runtime',
      copy,
    ],
  ],
};
