/** What events are counted by. */
export interface Group {
  readonly day: string;
  readonly eid: string;
  readonly env: string;
  readonly pdata: string;
}

/** Events of one person in a group; an id that they don't have is empty. */
export interface PersonCount {
  readonly group: Group;
  readonly did: string;
  readonly actor: string;
  /** The actor, where it is a user. */
  readonly user: string;
  readonly events: number;
}

export interface Count {
  readonly group: Group;
  readonly events: number;
  /** Different ones. */
  readonly devices: number;
  readonly users: number;
}

/** Counts groups whose people come together; the people of one group at a time are held. */
export async function* countPeople(counts: AsyncIterable<PersonCount>): AsyncGenerator<Count> {
  let group: Group | undefined;
  let events = 0;
  const [devices, users] = [new Set<string>(), new Set<string>()];
  const finish = (): Count[] => {
    const done = group ? [{ group, events, devices: devices.size, users: users.size }] : [];
    events = 0;
    devices.clear();
    users.clear();
    return done;
  };
  for await (const count of counts) {
    if (!group || !isSame(group, count.group)) yield* finish();
    group = count.group;
    events += count.events;
    if (count.did !== '') devices.add(count.did);
    if (count.user !== '') users.add(count.user);
  }
  yield* finish();
}

function isSame(a: Group, b: Group): boolean {
  return a.day === b.day && a.eid === b.eid && a.env === b.env && a.pdata === b.pdata;
}
