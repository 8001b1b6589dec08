import { oncePerRecord, projectionOf } from '../../../lambdas/enrich/project-record.js';

const { fields, project } = projectionOf(['name', 'gradeLevel', 'generated_on', 'status'], ['generated_on']);

describe('projectionOf', () => {
  it('names fields in lower case and without underscores', () => {
    expect(fields).toEqual({ name: 'name', gradelevel: 'gradeLevel', generatedon: 'generated_on', status: 'status' });
  });

  it('takes the fields that it names, and makes dates of those that are', () => {
    const record = { name: 'a', gradeLevel: [], generated_on: '1970-01-01T00:00:01.000Z', questionType: 'mcq' };

    expect(project(record)).toEqual({ name: 'a', gradelevel: [], generatedon: 1_000 });
  });

  it('leaves out what is an empty text or null, but neither 0 nor false', () => {
    expect(project({ name: '', gradeLevel: null, status: 0 })).toEqual({ status: 0 });
    expect(project({ status: false })).toEqual({ status: false });
  });

  it.each([{}, { name: '' }, { other: 1 }])('finds nothing to add in %j', (record) => {
    expect(project(record)).toBeUndefined();
  });

  it('hands out the same object for the same record, and nobody can change it', () => {
    const record = { name: 'a' };

    const [first, second] = [project(record), project(record)];

    expect(second).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    expect(project({ name: 'a' })).not.toBe(first);
  });
});

describe('oncePerRecord', () => {
  it('makes nothing twice, also where nothing is what was made', () => {
    const make = jest.fn();
    const once = oncePerRecord(make);
    const record = {};

    once(record);
    once(record);

    expect(make).toHaveBeenCalledTimes(1);
  });
});
