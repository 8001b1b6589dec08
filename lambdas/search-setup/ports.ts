export interface SearchRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: object | string;
}

export interface SearchAnswer {
  readonly status: number;
  /** Parsed, where it was JSON. */
  readonly body: unknown;
}

/** OpenSearch, and OpenSearch Dashboards beneath it. */
export interface SearchPorts {
  /** Returns whatever is answered, an error too. Throws DependencyError where nothing is. */
  ask(request: SearchRequest): Promise<SearchAnswer>;
}
