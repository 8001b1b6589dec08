import { parseArgs } from 'node:util';
import { runCommand } from '../cli/terminal/command.js';

/** A number that a benchmark can be given. */
interface NumberOption {
  readonly default: number;
  /** Default 1. */
  readonly least?: number;
  readonly most?: number;
}

/** Runs a benchmark as the project's commands run: with `--help`, and an error is one line. */
export function benchCommand<Name extends string>(
  help: string,
  options: Readonly<Record<Name, NumberOption>>,
  run: (numbers: Readonly<Record<Name, number>>) => void | Promise<void>,
): void {
  runCommand(async () => {
    const texts = (Object.keys(options) as Name[]).map((name) => [name, { type: 'string' as const }] as const);
    const { values } = parseArgs({
      options: { ...Object.fromEntries(texts), help: { type: 'boolean', default: false } },
    });
    if (values.help) {
      process.stdout.write(help);
      return 0;
    }
    const given: Readonly<Record<string, unknown>> = values;
    const numbers = texts.map(
      ([name]) => [name, readNumber(name, options[name], given[name] as string | undefined)] as const,
    );
    await run(Object.fromEntries(numbers) as Record<Name, number>);
    return 0;
  });
}

function readNumber(
  name: string,
  { default: usual, least = 1, most = 2 ** 32 - 1 }: NumberOption,
  text?: string,
): number {
  const value = Number(text ?? usual);
  if (text !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${name}: expected a whole number from ${least} to ${most}, found "${text}".`);
}
