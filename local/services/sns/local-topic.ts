import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Who is told: `email`, `sms` … and the address. */
export interface Subscriber {
  readonly protocol: string;
  readonly endpoint: string;
}

/** A topic: nothing leaves this machine, so what would be sent is a line of a file, with whom it would go to. */
export class LocalTopic {
  constructor(
    readonly name: string,
    readonly arn: string,
    private readonly path: string,
    private readonly subscribers: readonly Subscriber[],
  ) {}

  publish({ message }: { readonly message: string }): void {
    const line = { id: randomUUID(), at: new Date().toISOString(), message, to: this.subscribers };
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, `${JSON.stringify(line)}\n`);
  }
}
