import { plainId } from '../id-forms.js';
import type { Fields, Kind, RecordFault } from '../kind.js';
import { bot as validate } from '../validators.generated.js';

/** A bot, whose conversations the exhausts give out by its owner's channel. */
export const bot: Kind = {
  idForm: plainId,
  validate,
  personal: [],
  normalize(record) {
    for (const field of ['startDate', 'endDate'] as const) {
      if (!isDay(record[field])) return fault(field, 'a day that the calendar has', 'one that it has not');
    }
    const { startDate, endDate } = record as { startDate?: string; endDate?: string };
    const isBackwards = startDate !== undefined && endDate !== undefined && endDate < startDate;
    return isBackwards ? fault('endDate', 'startDate or a later day', 'an earlier day') : record;
  },
  channelOf: ({ ownerOrgID }: Fields) => String(ownerOrgID),
};

const fault = (field: string, expected: string, found: string): RecordFault => ({
  pointer: `/${field}`,
  expected,
  found,
});

/** The schema's pattern lets 2026-02-31 pass. */
function isDay(day: unknown): boolean {
  if (day === undefined) return true;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(String(day));
}
