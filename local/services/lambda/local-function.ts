import { ExecutionEnvironment, type FunctionSettings } from './environment.js';
import { type Outcome, throttled } from './messages.js';

/** Environments of a function at most: on a laptop more would only take turns on the cores. */
const maxEnvironments = 4;

/** A function of the template: starts an environment when all are busy, and reuses those that are idle. */
export class LocalFunction {
  private readonly idle: ExecutionEnvironment[] = [];
  private readonly all = new Set<ExecutionEnvironment>();
  /** Invocations that in AWS would each have an environment, those that wait for one here included. */
  private underWay = 0;
  private isStopped = false;
  private readonly waiting: ((environment: ExecutionEnvironment) => void)[] = [];

  constructor(readonly settings: FunctionSettings) {}

  get name(): string {
    return this.settings.functionName;
  }

  get arn(): string {
    return this.settings.functionArn;
  }

  /** One synchronous invocation. A failure of the function is an outcome; the runner itself never throws here. */
  async invoke(event: unknown): Promise<Outcome> {
    if (this.underWay >= (this.settings.reservedConcurrency ?? Number.POSITIVE_INFINITY)) return { error: throttled };
    this.underWay++;
    try {
      return await this.run(event);
    } finally {
      this.underWay--;
    }
  }

  private async run(event: unknown): Promise<Outcome> {
    const environment = await this.take();
    const outcome = await environment.invoke(event);
    if (outcome.error) {
      this.settings.log.write(
        `${JSON.stringify({ level: 'ERROR', message: 'invocation failed', ...outcome.error })}\n`,
      );
    }
    this.giveBack(environment);
    return outcome;
  }

  /** Starts an environment ahead of the next invocation, where there is none. */
  warmUp(): void {
    if (this.all.size === 0 && !this.isStopped) this.idle.push(this.start());
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all([...this.all].map((environment) => environment.stop()));
  }

  private take(): Promise<ExecutionEnvironment> {
    this.dropEnded();
    const environment = this.idle.pop() ?? (this.all.size < maxEnvironments ? this.start() : undefined);
    return environment ? Promise.resolve(environment) : new Promise((resolve) => this.waiting.push(resolve));
  }

  private giveBack(environment: ExecutionEnvironment): void {
    this.dropEnded();
    const next = this.waiting.shift();
    if (next) next(environment.ended ? this.start() : environment);
    else if (!environment.ended) this.idle.push(environment);
    // An event source pauses before it delivers again: time enough to load the next.
    else this.warmUp();
  }

  private dropEnded(): void {
    for (const environment of this.all) {
      if (!environment.ended) continue;
      this.all.delete(environment);
      const place = this.idle.indexOf(environment);
      if (place !== -1) this.idle.splice(place, 1);
    }
  }

  private start(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.settings);
    this.all.add(environment);
    return environment;
  }
}
