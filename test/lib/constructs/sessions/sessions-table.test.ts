import { SessionBuilder } from '../../../../lambdas/sessions/session-builder.js';
import { lakeTables } from '../../../../local/compose/athena.js';
import { Template } from '../../../../local/template/template.js';
import { aSessionEvent } from '../../../factories/session-events.js';
import { useAthena } from '../../../support/athenas.js';
import { synthesize } from '../../synthesize.js';

const template = new Template('', {}, synthesize('dev').toJSON() as ConstructorParameters<typeof Template>[2]);
const found = lakeTables(template).find(({ name }) => name === 'sessions');
const lake = 'lake-bucket';

/** A document with every key that there is. */
function aFullDocument() {
  const everything = { userId: 'u', channel: 'c', env: 'e', pdataId: 'i', pdataPid: 'p', pdataVer: 'v', browser: 'b' };
  const opening = { ...everything, eid: 'START', type: 'page', mode: 'm', objectId: 'o', objectType: 't', page: '/a' };
  const ets = aSessionEvent().ets;
  const builder = new SessionBuilder(
    aSessionEvent({ ...opening, platform: 'f', cityId: 'y', plan: 'signup', step: 'open-form' }),
    { dt: '2026-11-20', continued: true, idleMs: 600_000 },
  );
  builder.add(aSessionEvent({ ets: ets + 1_500, eid: 'SUMMARY', timespent: 1.5, pageviews: 2, interactions: 3 }));
  builder.add(aSessionEvent({ ets: ets + 2_000, eid: 'END', type: 'page' }));
  return builder.document();
}

describe('the table of sessions', () => {
  const { open, put } = useAthena();

  it('has every key of a document, with the values that it has there', async () => {
    const table = { ...found, bucket: lake, prefix: 'telemetry/' } as NonNullable<typeof found>;
    const document = aFullDocument();
    put('dt=2026-11-20', [document], 'sessions.json.gz');
    const { run, resultOf } = await open({ tables: [{ ...table, database: 'events' }] });

    const done = await run('SELECT CAST(to_json(s) AS varchar) AS whole FROM sessions AS s');

    const chunks: Buffer[] = [];
    for await (const chunk of await resultOf(done)) chunks.push(chunk as Buffer);
    const [, whole = ''] = Buffer.concat(chunks).toString().trimEnd().split('\n');
    expect(JSON.parse(whole.slice(1, -1).replaceAll('""', '"'))).toEqual(document);
  });

  it('reads keys by their case, as they are written', () => {
    expect(found?.serdeParameters).toEqual({ 'case.insensitive': 'false' });
  });

  it('computes its folders, so that there is nothing to crawl', () => {
    const [table] = template
      .ofType('AWS::Glue::Table')
      .map(({ properties }) => properties.TableInput)
      .filter(({ Name }) => Name === 'sessions');

    expect(table.Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.dt.type': 'date',
      'projection.dt.range': '2026-01-01,NOW+1DAYS',
    });
    expect(found).toMatchObject({ prefix: 'summary/', partitionKeys: ['dt'] });
  });
});
