import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import type { OpenFields } from '../../../../lambdas/shared/registry/cached-lookup.js';
import { registrationFinder } from '../../../../lambdas/shared/registry/find-registrations.js';

const remainingMs = () => 20_000;

function aFinder(contents: Readonly<Record<string, OpenFields>>) {
  const asked: string[][] = [];
  const find = registrationFinder(async (entities) => {
    asked.push([...entities]);
    const records = new Map(Object.entries(contents).filter(([entity]) => entities.has(entity)));
    return { records, read: entities.size };
  });
  return { asked, find: async (...ids: string[]) => [...(await find(ids, remainingMs))] };
}

describe('questions of a registration', () => {
  it('are those whose record says so, in any case of letters', async () => {
    const { find } = aFinder({
      'content#do_1': { questionType: 'Registration' },
      'content#do_2': { questionType: 'REGISTRATION' },
      'content#do_3': { questionType: 'mcq' },
      'content#do_4': { name: 'registration' },
      'content#do_5': { questionType: ['Registration'] },
      'content#do_7': { questionType: ' Registration ' },
    });

    expect(await find('do_1', 'do_2', 'do_3', 'do_4', 'do_5', 'do_6', 'do_7')).toEqual(['do_1', 'do_2', 'do_7']);
  });

  it('are asked for all at once, and not by an id that no record has', async () => {
    const { find, asked } = aFinder({});

    await find('do_1', 'what is your name?', '', 'do_2');

    expect(asked).toEqual([['content#do_1', 'content#do_2']]);
  });

  it('are not asked for where no id can be one', async () => {
    const { find, asked } = aFinder({});

    expect(await find('', ' ')).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('can not be told while the registry is down', async () => {
    const find = registrationFinder(async () => {
      throw new DependencyError('down');
    });

    await expect(find(['do_1'], remainingMs)).rejects.toThrow(DependencyError);
  });
});
