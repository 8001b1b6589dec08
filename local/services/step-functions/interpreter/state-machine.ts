import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../../../calls/aws-error.js';
import { Execution, type ExecutionSettings } from './execution.js';

export interface StateMachineSettings extends Omit<ExecutionSettings, 'machineArn' | 'machineName'> {
  readonly name: string;
  readonly arn: string;
  /** JSON. */
  readonly definition: string;
  /** Of all its executions, a folder each. */
  readonly folder: string;
}

/** "Execution name: unique for 90 days"; so long an execution is kept. */
const keptMs = 90 * 24 * 3_600_000;

/** A state machine of the template with its executions, which outlive the runner. */
export class StateMachine {
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** By number, the oldest first. */
  private readonly executions = new Map<number, Execution>();
  private readonly byName = new Map<string, Execution>();
  private lastNumber = 0;
  private isRunning = false;

  constructor(readonly settings: StateMachineSettings) {
    const { folder, ports } = settings;
    this.createdAt = ports.clock.now();
    mkdirSync(folder, { recursive: true });
    for (const entry of readdirSync(folder).sort()) this.load(entry);
  }

  get name(): string {
    return this.settings.name;
  }

  get arn(): string {
    return this.settings.arn;
  }

  /** Lets the executions go on that the last runner left. */
  resume(): void {
    this.isRunning = true;
    for (const execution of this.executions.values()) execution.start();
  }

  /** Leaves all that runs for the next start. */
  async halt(): Promise<void> {
    this.isRunning = false;
    await Promise.all([...this.executions.values()].map((execution) => execution.halt()));
  }

  /**
   * Starts an execution; it is on disk when this returns. Before `resume` and after `halt` that is all.
   *
   * @returns the running one where name and input are the same
   * @throws AwsError `ExecutionAlreadyExists`
   */
  start(name: string = randomUUID(), input = '{}'): Execution {
    const known = this.byName.get(name);
    if (known) {
      if (known.record.status === 'RUNNING' && known.record.input === input) return known;
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${known.record.arn}'`);
    }
    const arn = `${this.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const { definition, ports } = this.settings;
    const number = this.lastNumber + 1;
    const execution = new Execution(this.folderOf(number), this.executionSettings(), {
      name,
      arn,
      input,
      definition,
      startedAt: ports.clock.now(),
      status: 'RUNNING',
      mapRuns: [],
    });
    this.add(number, execution);
    if (this.isRunning) execution.start();
    return execution;
  }

  find(name: string): Execution | undefined {
    return this.byName.get(name);
  }

  /** The newest first, each with its number, which grows from one to the next. */
  list(): readonly (readonly [number, Execution])[] {
    return [...this.executions].reverse();
  }

  private load(entry: string): void {
    const folder = join(this.settings.folder, entry);
    // Cut off before the execution had begun: nobody has heard of it.
    if (!existsSync(join(folder, 'execution.json'))) {
      rmSync(folder, { recursive: true });
      return;
    }
    const execution = new Execution(folder, this.executionSettings());
    const { stoppedAt = Number.POSITIVE_INFINITY } = execution.record;
    if (stoppedAt < this.createdAt - keptMs) rmSync(folder, { recursive: true });
    else this.add(Number(entry), execution);
  }

  private add(number: number, execution: Execution): void {
    this.lastNumber = number;
    this.executions.set(number, execution);
    this.byName.set(execution.record.name, execution);
  }

  private executionSettings(): ExecutionSettings {
    const { name: machineName, arn: machineArn, ...settings } = this.settings;
    return { ...settings, machineName, machineArn };
  }

  private folderOf(number: number): string {
    return join(this.settings.folder, String(number).padStart(8, '0'));
  }
}
