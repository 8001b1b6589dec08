import { join } from 'node:path';

const version = '2.6.1';
const pom = join(import.meta.dirname, 'dynamodb-local.pom.xml');
const copy = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies';

/** Amazon's DynamoDB for one machine, from Maven Central. This version runs on Java 17; its launcher needs the JDK. */
export const dynamoDbLocal = {
  name: 'dynamodb-local',
  version,
  steps: (folder) => [
    ['javac', '-version'],
    ['mvn', '-B', '-q', '-f', pom, `-Ddynamodb.version=${version}`, `-DoutputDirectory=${folder}`, copy],
  ],
};
