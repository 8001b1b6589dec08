import { fromMaven } from './from-maven.mjs';

/** The engine of the domain, from Maven Central, with the modules that its distribution has. The last line that runs on Java 17. */
export const openSearch = fromMaven('opensearch', '2.19.5');
