import { fromMaven } from './from-maven.mjs';

/** Amazon's DynamoDB for one machine, from Maven Central. This version runs on Java 17; its launcher needs the JDK. */
export const dynamoDbLocal = fromMaven('dynamodb-local', '2.6.1');
