import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cursor } from '../../../local/disk/cursor.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const path = () => join(folder(), 'deep', 'state.json');
const start = { position: 0 };

describe('cursor', () => {
  it('begins with what it is given, in a folder that it makes', () => {
    const cursor = new Cursor(path(), start);

    const { value } = cursor;

    expect(value).toEqual({ position: 0 });
  });

  it('has its value when it is opened again', () => {
    new Cursor(path(), start).value = { position: 17 };

    const { value } = new Cursor(path(), start);

    expect(value).toEqual({ position: 17 });
  });

  it('passes over what a crash has left half written', () => {
    new Cursor(path(), start).value = { position: 17 };
    writeFileSync(`${path()}.new`, '{"positi');

    const reopened = new Cursor(path(), start);

    expect(reopened.value).toEqual({ position: 17 });
    reopened.value = { position: 18 };
    expect(new Cursor(path(), start).value).toEqual({ position: 18 });
    expect(existsSync(`${path()}.new`)).toBe(false);
  });

  it('keeps its value when the new one can not be written', () => {
    const cursor = new Cursor<{ position: number | bigint }>(path(), start);
    cursor.value = { position: 17 };
    const write = () => {
      cursor.value = { position: 18n };
    };

    expect(write).toThrow();

    expect(cursor.value).toEqual({ position: 17 });
  });
});
