import { join } from 'node:path';

const version = '2.19.5';
const pom = join(import.meta.dirname, 'opensearch.pom.xml');
const copy = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies';

/** The engine of the domain, from Maven Central, with the modules that its distribution has. The last line that runs on Java 17. */
export const openSearch = {
  name: 'opensearch',
  version,
  steps: (folder) => [
    ['javac', '-version'],
    [
      'mvn',
      '-B',
      '-q',
      '-f',
      pom,
      `-Dopensearch.version=${version}`,
      `-DoutputDirectory=${folder}`,
      '-DincludeScope=runtime',
      copy,
    ],
  ],
};
