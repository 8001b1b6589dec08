// What queries have in common, said once: `{{name argument, argument}}` in a query stands for queries/fragments/name.sql
// with the arguments in the place of $1, $2, ….

/**
 * @param {string} sql of a query
 * @param {Readonly<Record<string, string>>} fragments by name
 * @returns {string} the query with its fragments, without comments and indentation: an execution carries it once a day
 * @throws Error for a fragment that isn't there, or gets another number of arguments than it has
 */
export function expandFragments(sql, fragments) {
  const expanded = withoutComments(sql).replace(/\{\{(\w+) ([^{}]+)\}\}/g, (_, name, list) => {
    if (!Object.hasOwn(fragments, name)) {
      throw new Error(
        `{{${name}}}: expected one of ${Object.keys(fragments).join(', ')}. Add it to queries/fragments/.`,
      );
    }
    return fill(
      name,
      fragments[name],
      list.split(',').map((argument) => argument.trim()),
    );
  });
  const left = expanded.split('\n').find((line) => line.includes('{{') || line.includes('}}'));
  if (left !== undefined) throw new Error(`expected {{name argument, …}}, found ${left}`);
  return expanded;
}

function fill(name, fragment, given) {
  const text = withoutComments(fragment);
  const wanted = Math.max(0, ...[...text.matchAll(/\$(\d)/g)].map(([, place]) => Number(place)));
  if (wanted !== given.length) {
    throw new Error(`{{${name}}}: expected ${wanted} arguments, found ${given.length}: ${given.join(', ')}`);
  }
  return text.replace(/\$(\d)/g, (_, place) => given[place - 1]);
}

function withoutComments(sql) {
  return sql
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('--'))
    .join('\n');
}
