import { findRequestFault } from '../../../../lambdas/shared/exhaust/check-request.js';
import { datasets } from '../../../../lambdas/shared/exhaust/datasets.js';

const limits = { today: '2026-11-21', maxDays: 400 };
const fault = (dataset: string, datasetConfig: unknown, hasKey = true) =>
  findRequestFault({ dataset, datasetConfig, hasKey }, limits);
const bots = ['uci-response-exhaust', 'uci-private-exhaust'];

describe('a request', () => {
  it.each(datasets.map(({ name }) => name))('for %s is taken as Sunbird’s callers make it', (dataset) => {
    const datasetConfig = {
      type: dataset,
      conversationId: 'c-1',
      startDate: '2026-11-01',
      endDate: '2026-11-20',
      more: { than: 'we know' },
    };

    expect(fault(dataset, datasetConfig)).toBeUndefined();
  });

  it('for a dataset that there isn’t is told which there are', () => {
    expect(fault('progress-exhaust', {})).toBe(
      'dataset: expected one of uci-response-exhaust, uci-private-exhaust, telemetry-raw, summary, found "progress-exhaust"',
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
  });

  it.each(datasets.map(({ name }) => name))('for %s with a config that is no object is told so', (dataset) => {
    expect(fault(dataset, 'x')).toBe('datasetConfig: expected object, found string');
  });

  it('for names and phones without a key is refused', () => {
    expect(fault('uci-private-exhaust', { conversationId: 'c-1' }, false)).toBe(
      'encryptionKey is empty: uci-private-exhaust is only given out as a zip with a password',
    );
    expect(fault('uci-response-exhaust', { conversationId: 'c-1' }, false)).toBeUndefined();
  });

  it.each(['uci-response-exhaust', 'telemetry-raw', 'summary'])('for %s is told of dates that make no sense', (of) => {
    const config = { conversationId: 'c-1', startDate: '2026-11-20', endDate: '2026-11-19' };

    expect(fault(of, config)).toBe('endDate 2026-11-19 is before startDate 2026-11-20');
    expect(fault(of, { conversationId: 'c-1', startDate: 20261120 })).toBe(
      'datasetConfig.startDate: expected string, found number',
    );
  });

  it('for who is registered has no dates to be wrong', () => {
    expect(fault('uci-private-exhaust', { conversationId: 'c-1', startDate: 'ever' })).toBeUndefined();
  });
});
