import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Faults, profileLine } from '../../../local/faults/faults.js';
import { kindNames } from '../../../local/faults/kinds.js';
import { profile } from '../../support/faults.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();

describe('the faults of a run', () => {
  it('are told by kind and place, and kept in a file', () => {
    const faults = new Faults(folder(), profile({ duplicateDelivery: 1 }));
    const comesAgain = faults.comesAgain('dedup-source shard-0');
    faults.injected('throttle', 'kinesis PutRecords');
    faults.injected('throttle', 'dynamodb PutItem');
    faults.injected('throttle', 'kinesis PutRecords');

    expect(comesAgain()).toBe(true);
    const lines = faults.report();

    expect(lines).toEqual([
      'faults: throttle 3 (dynamodb PutItem 1, kinesis PutRecords 2)',
      'faults: partial 0',
      'faults: lostAnswer 0',
      'faults: slow 0',
      'faults: workerDeath 0',
      'faults: duplicateDelivery 1 (dedup-source shard-0 1)',
    ]);
    const none = Object.fromEntries(kindNames.map((kind) => [kind, {}]));
    expect(JSON.parse(readFileSync(join(folder(), 'faults.json'), 'utf8'))).toEqual({
      seed: 7,
      injected: {
        ...none,
        throttle: { 'kinesis PutRecords': 2, 'dynamodb PutItem': 1 },
        duplicateDelivery: { 'dedup-source shard-0': 1 },
      },
    });
  });

  it('end the worker that is named, once, and no other', () => {
    const faults = new Faults(folder(), profile({}));
    const ended: string[] = [];
    const names = ['a', 'b'].map(
      (worker) => faults.enlist(() => void ended.push(worker), 'dedup').AWS_SDK_UA_APP_ID ?? '',
    );

    for (let times = 0; times < 2; times++) faults.endWorker(names[1] ?? '', 'kinesis PutRecords');

    expect(ended).toEqual(['b']);
  });

  it('ask a script by the function whose worker calls', () => {
    const faults = new Faults(folder(), undefined, (name, at) =>
      name === 'dedup' && at === 'kinesis PutRecords' ? 'after' : undefined,
    );
    const names = ['dedup', 'enrich'].map((name) => faults.enlist(() => undefined, name).AWS_SDK_UA_APP_ID ?? '');

    const moments = names.map((name) => faults.endsAt?.(name, 'kinesis PutRecords'));

    expect(moments).toEqual(['after', undefined]);
    expect(new Faults(folder(), profile({})).endsAt).toBeUndefined();
  });

  it('are named with the seed to repeat them by', () => {
    expect(profileLine(profile({ throttle: 0.1, slow: 0.2 }))).toBe('faults: seed 7, throttle 0.1, slow 0.2 (300 ms)');
    expect(profileLine(profile({}))).toBe('faults: seed 7, none');
  });
});
