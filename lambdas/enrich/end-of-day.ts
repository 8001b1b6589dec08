/** Last millisecond of the day that `now` lies in, in a time zone; epoch milliseconds. */
export function endOfDay(now: number, timeZone: string): number {
  const { year, month, day } = dateIn(now, timeZone);
  const midnight = Date.UTC(year, month - 1, day + 1);
  // The offset may change between now and midnight, so it is read off twice: near midnight, then at it.
  const near = midnight - offsetAt(midnight, timeZone);
  return midnight - offsetAt(near, timeZone) - 1;
}

/** Milliseconds that the zone is ahead of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = dateIn(instant, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1_000) * 1_000;
}

function dateIn(instant: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: value('year'),
    month: value('month'),
    day: value('day'),
    hour: value('hour'),
    minute: value('minute'),
    second: value('second'),
  };
}
