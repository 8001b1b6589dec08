import { datasets } from '../../../../lambdas/shared/exhaust/datasets.js';
import { type PrepareSettings, prepareRun, type TakenRequest } from '../../../../lambdas/shared/exhaust/prepare-run.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { aBot, conversation } from '../../../factories/exhausts.js';

const settings: PrepareSettings = { timeZone: 'Asia/Kolkata', maxDays: 400, lateDays: 7, uciPdata: '%.uci.%' };
// 00:30 of 21 November in India, still the 20th in UTC.
const now = () => Date.parse('2026-11-20T19:00:00Z');
const ports = { now, findBot: async (id: string) => (id === conversation ? aBot() : undefined) };

const aRequest = (overrides: Partial<TakenRequest> = {}): TakenRequest => ({
  requestId: 'R1',
  dataset: 'uci-response-exhaust',
  channel: 'org-1',
  datasetConfig: { conversationId: conversation },
  outputFormat: 'csv',
  hasKey: false,
  ...overrides,
});

describe('a request that is to be run', () => {
  it('is about the bot, and about yesterday in the stage’s zone', async () => {
    expect(await prepareRun(aRequest(), settings, ports)).toMatchObject({
      run: { bot: aBot(), range: { from: '2026-11-20', to: '2026-11-20' }, channel: 'org-1', timeZone: 'Asia/Kolkata' },
    });
  });

  it('binds a day’s own milliseconds, and folders that reach further', async () => {
    const datasetConfig = { conversationId: conversation, startDate: '2026-11-01', endDate: '2026-11-02' };

    const { query } = (await prepareRun(aRequest({ datasetConfig }), settings, ports)) as { query: object };

    expect(query).toMatchObject({
      executionParameters: [
        "'2026-10-31'",
        "'2026-11-09'",
        `'"${conversation}"'`,
        "'org-1'",
        "'%.uci.%'",
        String(Date.parse('2026-11-01T00:00:00+05:30')),
        String(Date.parse('2026-11-03T00:00:00+05:30')),
      ],
    });
  });

  it.each(datasets.map(({ name }) => name))('for %s never changes the text of the query', async (dataset) => {
    const evil = `x' OR 1=1 --"; DROP TABLE telemetry`;
    const of = datasets.find(({ name }) => name === dataset);
    const datasetConfig = of?.subject === 'conversation' ? { conversationId: 'c' } : {};
    const request = aRequest({ dataset, hasKey: true, channel: evil, datasetConfig });
    const findBot = async () => aBot({ id: evil, ownerOrgID: evil });

    const prepared = await prepareRun(request, settings, { now, findBot });

    const source = datasets.find(({ name }) => name === dataset)?.source;
    const query = 'query' in prepared ? prepared.query : undefined;
    expect(prepared).not.toHaveProperty('fault');
    expect(query?.queryString).toBe(source?.from === 'lake' ? source.sql : undefined);
    expect(query?.queryString.match(/\?/g)?.length).toBe(query?.executionParameters.length);
    for (const literal of query?.executionParameters ?? []) expect(literal).toMatch(/^(-?\d+|'([^']|'')*')$/s);
  });

  it.each([
    ['nobody’s', 'org-1', 'c-other'],
    ['another channel’s', 'org-2', conversation],
  ])('finds no data in a bot that is %s', async (_, channel, conversationId) => {
    expect(await prepareRun(aRequest({ channel, datasetConfig: { conversationId } }), settings, ports)).toEqual({
      fault: 'No data found for conversation in DB',
    });
  });

  it('has the bot’s days where its own are null', async () => {
    const datasetConfig = { conversationId: conversation, startDate: null, endDate: null };
    const findBot = async () => aBot({ startDate: '2026-10-01', endDate: '2026-10-31' });

    expect(await prepareRun(aRequest({ datasetConfig }), settings, { now, findBot })).toMatchObject({
      run: { range: { from: '2026-10-01', to: '2026-10-31' } },
    });
  });

  it('is refused when the bot’s own days are more than allowed', async () => {
    const findBot = async () => aBot({ startDate: '2020-01-01', endDate: '2026-11-01' });

    expect(await prepareRun(aRequest(), settings, { now, findBot })).toEqual({
      fault: 'startDate 2020-01-01 to endDate 2026-11-01 is 2497 days: at most 400 are allowed',
    });
  });

  it('about a channel needs no bot, and about the registered no query', async () => {
    const findBot = () => Promise.reject(new Error('asked'));
    const raw = await prepareRun(aRequest({ dataset: 'telemetry-raw', datasetConfig: {} }), settings, { now, findBot });
    const registered = await prepareRun(aRequest({ dataset: 'uci-private-exhaust', hasKey: true }), settings, ports);

    expect(raw).not.toHaveProperty('run.bot');
    expect(registered).not.toHaveProperty('query');
  });

  it('waits for another day when the registry can’t be read', async () => {
    const findBot = () => Promise.reject(new DependencyError('down'));

    await expect(prepareRun(aRequest(), settings, { now, findBot })).rejects.toThrow(DependencyError);
  });
});
