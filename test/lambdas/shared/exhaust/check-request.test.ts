import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { findRequestFault, requestChecker } from '../../../../lambdas/shared/exhaust/check-request.js';
import { datasets } from '../../../../lambdas/shared/exhaust/datasets.js';

const limits = { today: '2026-11-21', maxDays: 400 };
const fault = (dataset: string, datasetConfig: unknown, hasKey = true) =>
  findRequestFault({ dataset, datasetConfig, hasKey }, limits);
const botId: RegExp = new RegExp(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../../schemas/registry/parts/id.json'), 'utf8')).pattern,
);
const bots = ['uci-response-exhaust', 'uci-private-exhaust'];
/** What a dataset must be told, with more. */
const configOf = (dataset: string, more: object) => ({
  ...(bots.includes(dataset) && { conversationId: 'c-1' }),
  ...more,
});

describe('a request', () => {
  it.each(datasets.map(({ name }) => name))('for %s is taken as Sunbird’s callers make it', (dataset) => {
    const datasetConfig = configOf(dataset, { type: dataset, startDate: '2026-11-01', endDate: '2026-11-20' });

    expect(fault(dataset, datasetConfig)).toBeUndefined();
  });

  it.each<[string, object, string]>([
    ['uci-response-exhaust', { startdate: '2026-11-01' }, 'found "startdate". Did you mean startDate?'],
    ['uci-response-exhaust', { conversationID: 'c' }, 'found "conversationID". Did you mean conversationId?'],
    ['uci-private-exhaust', { batchFilter: ['b'] }, 'found "batchFilter".'],
    ['telemetry-raw', { end_date: '2026-11-01' }, 'found "end_date". Did you mean endDate?'],
    ['summary', { conversationId: 'c' }, 'found "conversationId".'],
    ['summary', { ['x'.repeat(1_000)]: 1 }, `found "${'x'.repeat(56)}….`],
    ['summary', JSON.parse('{"__proto__": 1}'), 'found "__proto__".'],
  ])('for %s with a key that nobody reads is told which, and what may be meant: %j', (dataset, config, found) => {
    const keys = [...['type'], ...(bots.includes(dataset) ? ['conversationId'] : []), 'startDate', 'endDate'];

    expect(fault(dataset, config)).toBe(`datasetConfig: expected no keys but ${keys.join(', ')}, ${found}`);
  });

  it('for a dataset that there isn’t is told which there are', () => {
    expect(fault('progress-exhaust', {})).toBe(
      'dataset: expected one of uci-response-exhaust, uci-private-exhaust, telemetry-raw, summary, found "progress-exhaust"',
    );
    expect(fault('uci-response-exhuast', {})).toMatch(
      /found "uci-response-exhuast"\. Did you mean uci-response-exhaust\?$/,
    );
  });

  describe.each(bots)('for %s', (dataset) => {
    it.each([{}, { conversationId: '' }, { conversationId: null }, { startDate: '2026-11-01' }])(
      'with %j is told in Sunbird’s own words what is missing',
      (config) => expect(fault(dataset, config)).toBe('Request should have conversationId'),
    );

    it('with a conversation that is no text, or too long a one, is told so', () => {
      expect(fault(dataset, { conversationId: 7 })).toBe('datasetConfig.conversationId: expected string, found number');
      expect(fault(dataset, { conversationId: 'x'.repeat(129) })).toContain('datasetConfig.conversationId: expected');
    });

    it.each(['../x', 'a/b', 'a b', '.', 'a\n'])(
      'with a conversation %j, which no bot can have, is told so',
      (found) => {
        const text = `datasetConfig.conversationId: expected a text like ${botId.source}, found ${JSON.stringify(found)}`;
        expect(fault(dataset, { conversationId: found })).toBe(text);
      },
    );

    it('is taken with every id that a bot may have', () => {
      fc.assert(
        fc.property(fc.stringMatching(botId), (conversationId) => {
          expect(fault(dataset, { conversationId })).toBeUndefined();
        }),
      );
    });
  });

  it.each(datasets.map(({ name }) => name))('for %s with a config that is no object is told so', (dataset) => {
    expect(fault(dataset, 'x')).toBe('datasetConfig: expected object, found string');
  });

  it.each(datasets.map(({ name }) => name))('for %s that is named as something else is told so', (dataset) => {
    expect(fault(dataset, configOf(dataset, { type: 'else' }))).toBe(
      `datasetConfig.type: expected "${dataset}", found "else"`,
    );
  });

  it.each(datasets.map(({ name }) => name))('for %s may have nulls for what it leaves out', (dataset) => {
    const config = configOf(dataset, { type: null, startDate: null, endDate: null, more: null });

    expect(fault(dataset, config)).toBeUndefined();
  });

  it('for names and phones without a key is refused', () => {
    expect(fault('uci-private-exhaust', { conversationId: 'c-1' }, false)).toBe(
      'encryptionKey is empty: uci-private-exhaust is only given out as a zip with a password',
    );
    expect(fault('uci-response-exhaust', { conversationId: 'c-1' }, false)).toBeUndefined();
  });

  it.each(['uci-response-exhaust', 'telemetry-raw', 'summary'])('for %s is told of dates that make no sense', (of) => {
    const config = configOf(of, { startDate: '2026-11-20', endDate: '2026-11-19' });

    expect(fault(of, config)).toBe('endDate 2026-11-19 is before startDate 2026-11-20');
    expect(fault(of, configOf(of, { startDate: 20261120 }))).toBe(
      'datasetConfig.startDate: expected string, found number',
    );
    expect(fault(of, configOf(of, { startDate: JSON.parse('1e999') }))).toBe(
      'datasetConfig.startDate: expected string, found a number beyond ±1.8e308, more than a double holds',
    );
  });

  it.each(['telemetry-raw', 'summary'])('for %s is for yesterday where it says no day', (of) => {
    expect(fault(of, {})).toBeUndefined();
    expect(fault(of, { startDate: '2026-11-20' })).toBeUndefined();
    expect(fault(of, { startDate: '2026-11-21' })).toBe('endDate 2026-11-20 is before startDate 2026-11-21');
    expect(fault(of, { startDate: '2025-10-16' })).toContain('is 401 days: at most 400 are allowed');
    expect(fault(of, { endDate: '2026-11-19' })).toBe('endDate 2026-11-19 is before startDate 2026-11-20');
  });

  it('about a conversation has the bot’s dates where it says none, which are not known yet', () => {
    expect(fault('uci-response-exhaust', { conversationId: 'c-1', startDate: '2020-01-01' })).toBeUndefined();
  });

  it('for who is registered has no dates to be wrong', () => {
    expect(fault('uci-private-exhaust', { conversationId: 'c-1', startDate: 'ever' })).toBeUndefined();
  });
});

describe('the check of a time', () => {
  const check = requestChecker('Asia/Kolkata', 400);
  const request = {
    dataset: 'summary',
    datasetConfig: { startDate: '2026-11-21', endDate: '2026-11-21' },
    hasKey: false,
  };

  it('has the day that it is in the stage’s zone', () => {
    // Midnight in India.
    const midnight = Date.parse('2026-11-20T18:30:00Z');

    expect(check(request, midnight - 1)).toBe('startDate 2026-11-21 is in the future: today is 2026-11-20');
    expect(check(request, midnight)).toBeUndefined();
  });
});
