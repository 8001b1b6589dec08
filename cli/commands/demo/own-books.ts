import { isFirstPart, isGenerated, type LakePlace, type Line, lakeFiles, readLines } from '../../target/read-lake.js';
import type { Sent } from './sent-events.js';
import type { Books } from './session-books.js';

type Found = Pick<Books, 'stored' | 'failed' | 'generated' | 'unreadable'>;

/**
 * The books of what one program has sent, whoever else sends meanwhile: of its own mids, by the rule of the books. An
 * event that repeats an earlier one, mid and text, is a duplicate; another text under the same mid is a collision, and
 * stored. What is stored and what failed is counted in the objects that have come since these books were opened.
 */
export class OwnBooks {
  private readonly before: ReadonlySet<string>;
  /** Objects never change. */
  private readonly known = new Map<string, Found>();

  constructor(private readonly place: LakePlace) {
    this.before = new Set(lakeFiles(place, ''));
  }

  read({ taken, mids }: Sent): Books {
    const found = Object.entries(kinds).flatMap(([prefix, count]) =>
      lakeFiles(this.place, prefix)
        .filter((file) => !this.before.has(file))
        .map((file) => this.countOnce(file, (line) => count(line, mids))),
    );
    const sum = (key: 'stored' | 'failed' | 'generated') => found.reduce((total, one) => total + one[key], 0);
    const passed = taken.filter(({ isRefused }) => !isRefused);
    return {
      received: taken.length,
      stored: sum('stored'),
      duplicate: passed.length - new Set(passed.map(({ mid, text }) => `${mid}\n${text}`)).size,
      failed: sum('failed'),
      generated: sum('generated'),
      unreadable: found.flatMap(({ unreadable }) => unreadable),
    };
  }

  /** Objects with events of its own, of those that were read. */
  get files(): string[] {
    const isOwn = ({ stored, failed, generated }: Found) => stored + failed + generated > 0;
    return [...this.known].flatMap(([file, found]) => (isOwn(found) ? [file] : []));
  }

  private countOnce(file: string, count: (line: Line) => Kind | undefined): Found {
    const found = this.known.get(file) ?? countFile(file, count);
    this.known.set(file, found);
    return found;
  }
}

type Kind = 'stored' | 'failed' | 'generated';

/** Prefix in the lake → what one of its lines is to who sent these mids. */
const kinds: Readonly<Record<string, (line: Line, mids: ReadonlySet<string>) => Kind | undefined>> = {
  telemetry: (line, mids) => {
    const parent = (line.metadata as Line | undefined)?.parent_mid;
    if (isGenerated(line)) return mids.has(String(parent)) ? 'generated' : undefined;
    return mids.has(String(line.mid)) ? 'stored' : undefined;
  },
  failed: (line, mids) =>
    isFirstPart(line) && mids.has(String((line.event as Line | undefined)?.mid)) ? 'failed' : undefined,
};

/** Of an object that can't be read nothing is counted; it is named. */
function countFile(file: string, count: (line: Line) => Kind | undefined): Found {
  const found = { stored: 0, failed: 0, generated: 0, unreadable: [] as string[] };
  try {
    for (const line of readLines(file)) {
      const kind = count(line);
      if (kind) found[kind]++;
    }
    return found;
  } catch (error) {
    return { stored: 0, failed: 0, generated: 0, unreadable: [(error as Error).message] };
  }
}
