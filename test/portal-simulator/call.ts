/** One request as handlers see it, without its server. */
export interface Call {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  /** As it came; empty where there was none. */
  readonly body: string
  /** The address under which the portal was called. */
  readonly origin: string
  readonly parameters: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON, or text as it is; nothing for an empty answer. */
  readonly body?: unknown
}
