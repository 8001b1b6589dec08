/** What the process of a query is told. Plain data: it crosses to another process. */
export interface EngineJob {
  /** Run first: functions, schemas, views. */
  readonly prelude: readonly string[];
  readonly database: string | undefined;
  readonly query: string;
  /** Whole numbers come as text, behind `n`; texts behind `s`: a message has no bigint. */
  readonly parameters: readonly string[];
  /** File that the result goes to. */
  readonly target: string;
  /** The only folders that the query can reach. */
  readonly folders: readonly string[];
  readonly memory: string;
  readonly threads: number;
}

export type EngineAnswer =
  | { readonly columns: readonly ResultColumn[]; readonly error?: undefined }
  | { readonly error: string };

export interface ResultColumn {
  readonly name: string;
  /** Athena's name of it. */
  readonly type: string;
}
