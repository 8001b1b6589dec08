/** `yyyy-MM-dd'T'HH:mm:ss.SSS`, with an offset or in UTC. */
const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{1,3})(?:Z|([+-])(\d\d):?(\d\d))?$/;

/**
 * Epoch milliseconds of a date of a record, as Sunbird's denormalizer has it (DenormalizationStreamTask, 7.3.3): 0 for a
 * text that is no such date; what is no text stays what it is.
 */
export function epochOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const [, year, month, day, hour, minute, second, fraction = '', sign, ...offset] = pattern.exec(value) ?? [];
  if (year === undefined) return 0;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}Z`;
  const at = new Date(iso);
  // A day that the calendar has not is carried into the next month by some engines, and refused by others.
  if (Number.isNaN(at.getTime()) || at.toISOString() !== iso) return 0;
  const [hours, minutes] = offset.map(Number);
  const offsetMs = ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
  return at.getTime() - (sign === '-' ? -1 : 1) * (sign === undefined ? 0 : offsetMs);
}
