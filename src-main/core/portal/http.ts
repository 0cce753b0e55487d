/** One request as it goes to the portal. */
export interface PortalRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
  /** Until the head of the answer is there. */
  readonly timeoutMs: number
}

export interface PortalHead {
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Its bytes, to be read at most once; a break in the middle throws PortalFault. */
  readonly body: AsyncIterable<Uint8Array>
}

/**
 * How bytes get to the portal: an argument everywhere, so that a test can stand in between.
 * @throws PortalFault `unreachable`, `timeout`, `stopped`, and those of the certificate
 */
export type PortalHttp = (request: PortalRequest) => Promise<PortalHead>

/** Waits, unless the signal ends it sooner; then it throws PortalFault `stopped`. */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>
