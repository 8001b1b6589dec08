/** What must not be, and is: how often, and the first examples. */
export interface Finding {
  readonly kind: string;
  readonly count: number;
  readonly examples: readonly string[];
}

const maxExamples = 10;
const maxExampleLength = 300;

/** Collects findings by kind, in constant memory. */
export class Findings {
  private readonly kinds = new Map<string, { count: number; examples: string[] }>();

  add(kind: string, example: string): void {
    const found = this.kinds.get(kind) ?? { count: 0, examples: [] };
    this.kinds.set(kind, found);
    found.count++;
    if (found.examples.length < maxExamples) found.examples.push(example.slice(0, maxExampleLength));
  }

  count(kind: string): number {
    return this.kinds.get(kind)?.count ?? 0;
  }

  get all(): Finding[] {
    return [...this.kinds].map(([kind, found]) => ({ kind, ...found }));
  }
}
