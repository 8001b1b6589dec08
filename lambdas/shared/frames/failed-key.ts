/**
 * Key of an object that a stage adds to the failed book itself. It lies where Firehose would have put it, by the hour of
 * the time zone in which it is written, so that whoever reads the one reads the other.
 *
 * @param at epoch milliseconds
 */
export function asideKey(stage: string, at: number, timeZone: string, id: string): string {
  // Swedish is written as ISO 8601 is.
  const [day, time = ''] = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    .format(at)
    .split(' ');
  const instant = new Date(at).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
  return `failed/dt=${day}/hour=${time.slice(0, 2)}/${stage}-${instant}-${id}.json.gz`;
}
