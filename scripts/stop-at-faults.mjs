/** Loops of ajv's standalone code (`lines: true`): over the elements of a list, over the keys of an object. */
const loops = [
  [/^for\(let (i\d+)=0; \1<(len\d+); \1\+\+\)\{$/gm, 'for(let $1=0; $1<$2 && errors<MOST; $1++){'],
  [/^for\(const (key\d+) in (data\d*)\)\{$/gm, 'for(const $1 in $2){\nif(errors >= MOST) break;'],
];

/**
 * Validators that look for all errors, with loops that end once there are enough: a list of a million wrong elements
 * would otherwise be a million errors in memory. What is outside of loops is bounded by the schema.
 *
 * @param code ajv's standalone code
 * @throws Error where a loop is of another form, which another version of ajv may write
 */
export function stopAtFaults(code, most) {
  const bounded = loops.reduce((text, [loop, stop]) => text.replace(loop, stop.replaceAll('MOST', most)), code);
  const missed = bounded.split('\n').find((line) => /\b(for|while)\s*\(/.test(line) && !bounds(line, most, bounded));
  if (missed !== undefined) throw new Error(`expected a loop of ajv 8 with its errors counted, found: ${missed}`);
  return bounded;
}

function bounds(line, most, code) {
  return line.includes(`errors<${most}`) || code.includes(`${line}\nif(errors >= ${most}) break;`);
}
