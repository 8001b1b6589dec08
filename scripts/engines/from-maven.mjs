import { join } from 'node:path';

const copy = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies';

/** An engine that runs on Java: what `<name>.pom.xml` names, in one folder. */
export const fromMaven = (name, version) => ({
  name,
  version,
  steps: (folder) => [
    ['javac', '-version'],
    [
      'mvn',
      '-B',
      '-q',
      '-f',
      join(import.meta.dirname, `${name}.pom.xml`),
      `-D${name}.version=${version}`,
      `-DoutputDirectory=${folder}`,
      '-DincludeScope=runtime',
      copy,
    ],
  ],
});
