import { fromMaven } from './from-maven.mjs';

/** The engine of Athena 3, from Maven Central: its parser, its functions and its planner. The last that runs on Java 17. */
export const trino = fromMaven('trino', '435');
