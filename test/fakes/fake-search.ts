import type { SearchAnswer, SearchPorts, SearchRequest } from '../../lambdas/search-setup/ports.js';

/** An OpenSearch domain as the setup meets it: templates, Index State Management and Dashboards. */
export interface FakeSearch extends SearchPorts {
  /** `METHOD path`, in order. */
  readonly effects: readonly string[];
  readonly requests: readonly SearchRequest[];
  /** The policies, as ISM keeps them. */
  readonly policies: Map<string, { seqNo: number; policy: Record<string, unknown> }>;
}

interface Options {
  /** Names of indices that have no policy that is ours, and why. */
  readonly foreign?: Readonly<Record<string, string>>;
  /** Answers in place of its own, by `METHOD path`. */
  readonly answers?: Readonly<Record<string, SearchAnswer>>;
}

const ok = (body: object, status = 200): SearchAnswer => ({ status, body });

export function fakeSearch({ foreign = {}, answers = {} }: Options = {}): FakeSearch {
  const requests: SearchRequest[] = [];
  const policies: FakeSearch['policies'] = new Map();
  const managed = ok({
    updated_indices: 2,
    failures: Object.keys(foreign).length > 0,
    failed_indices: Object.entries(foreign).map(([index_name, reason]) => ({ index_name, index_uuid: 'u', reason })),
  });

  const putPolicy = (name: string, { query = {}, body }: SearchRequest): SearchAnswer => {
    const standing = policies.get(name);
    if (standing && Number(query.if_seq_no) !== standing.seqNo) return ok({ error: 'version conflict' }, 409);
    const { policy } = body as { policy: Record<string, unknown> };
    const seqNo = (standing?.seqNo ?? -1) + 1;
    // ISM adds to what it is given.
    policies.set(name, { seqNo, policy: { policy_id: name, schema_version: 21, ...policy } });
    return ok({ _id: name }, standing ? 200 : 201);
  };
  const getPolicy = (name: string): SearchAnswer => {
    const standing = policies.get(name);
    if (!standing) return ok({ error: { reason: 'Policy not found' } }, 404);
    return ok({ _id: name, _seq_no: standing.seqNo, _primary_term: 1, policy: standing.policy });
  };

  const answer = (request: SearchRequest): SearchAnswer => {
    const [, , area, name = ''] = /^\/(_plugins\/)?(_ism\/policies|\w+)\/?(.*)$/.exec(request.path) ?? [];
    if (area === '_ism/policies') return request.method === 'GET' ? getPolicy(name) : putPolicy(name, request);
    if (area === '_ism') return managed;
    if (area === '_dashboards') return ok({ success: true, successCount: 1 });
    return ok({ acknowledged: true });
  };

  return {
    requests,
    policies,
    get effects() {
      return requests.map(({ method, path }) => `${method} ${path}`);
    },
    async ask(request) {
      requests.push(request);
      return answers[`${request.method} ${request.path}`] ?? answer(request);
    },
  };
}
