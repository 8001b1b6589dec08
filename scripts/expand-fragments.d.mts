/** A query with its fragments in the place of `{{name argument, …}}`. @throws Error for one that isn't there, or another number of arguments */
export function expandFragments(sql: string, fragments: Readonly<Record<string, string>>): string;
