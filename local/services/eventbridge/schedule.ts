import { Cron } from 'croner';

export interface ScheduleSettings {
  readonly name: string;
  /** `cron(…)`, `rate(…)` or `at(…)`, as EventBridge Scheduler writes them. */
  readonly expression: string;
  /** IANA time zone. */
  readonly timeZone: string;
}

const rateUnits: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** "Cron: / specifies increments", after a number too. */
const dialect = { sloppyRanges: true };

/** A schedule of EventBridge Scheduler: does what it is for whenever its time comes, while the runner is up. */
export class Schedule {
  private job: { stop(): void } | undefined;

  constructor(
    private readonly settings: ScheduleSettings,
    private readonly invoke: () => Promise<unknown>,
    private readonly onError: (line: string) => void,
  ) {
    nextRun(settings, new Date());
  }

  start(): void {
    const { name } = this.settings;
    const fire = () => void this.invoke().catch((error) => this.onError(`${name}: ${(error as Error).message}`));
    this.job = plan(this.settings, fire);
  }

  stop(): void {
    this.job?.stop();
  }
}

/** When a schedule comes next, or never. @throws Error saying what was expected of its expression */
export function nextRun(settings: ScheduleSettings, after: Date): Date | undefined {
  const { expression, timeZone } = settings;
  const rate = readRate(expression);
  if (rate !== undefined) return new Date(after.getTime() + rate);
  return new Cron(pattern(settings), { ...dialect, timezone: timeZone, paused: true }).nextRun(after) ?? undefined;
}

function plan(settings: ScheduleSettings, fire: () => void): { stop(): void } {
  const rate = readRate(settings.expression);
  if (rate !== undefined) {
    const timer = setInterval(fire, rate);
    timer.unref();
    return { stop: () => clearInterval(timer) };
  }
  return new Cron(pattern(settings), { ...dialect, timezone: settings.timeZone, unref: true }, fire);
}

/** "rate(value unit)", in milliseconds. */
function readRate(expression: string): number | undefined {
  const [, value, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  return value === undefined ? undefined : Number(value) * (rateUnits[unit] ?? Number.NaN);
}

/** "cron(minutes hours day-of-month month day-of-week year)" and "at(yyyy-mm-ddThh:mm:ss)", as the library writes them. */
function pattern({ name, expression }: ScheduleSettings): string {
  const [, cron] = /^cron\(((?:\S+ ){5}\S+)\)$/.exec(expression) ?? [];
  const [, at] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression) ?? [];
  if (cron !== undefined) return `0 ${weekdaysByName(cron)}`;
  if (at !== undefined) return at;
  throw new Error(
    `${name}: expected cron(minutes hours day month weekday year), rate(number unit) or at(time), found ${expression}.`,
  );
}

/** "Day-of-week: 1-7 or SUN-SAT", where the library counts from Sunday as 0. */
function weekdaysByName(cron: string): string {
  const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
  const fields = cron.split(' ');
  const weekday = fields[4]?.replace(/(?<![#/\d])[1-7]/g, (day) => names[Number(day) - 1] ?? day) ?? '*';
  return fields.with(4, weekday).join(' ');
}
