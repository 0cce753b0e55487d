/** Why there is no answer that could be used. An answer that refuses is no fault: see {@link PortalRefusal}. */
export const PORTAL_FAULTS = [
  'unreachable',
  /** No server has the name in the address, as far as this PC can find out. */
  'address-unknown',
  /** The server takes the connection, and ends it before it was secured or before it said anything on it. */
  'broken-off',
  'timeout',
  'certificate-expired',
  'certificate-not-yet-valid',
  /** It is for another host, and its key is none of the pinned ones. */
  'certificate-foreign',
  /** The key is none of the pinned ones. */
  'pin-mismatch',
  /** No key has been confirmed yet: nothing is said to this server. */
  'pin-unconfirmed',
  'client-refused',
  /** The server wants a certificate of the clinic, or another one (mutual TLS). */
  'client-certificate-refused',
  'wrong-clock',
  'not-a-portal',
  /** More than {@link LARGEST_ANSWER_BYTES}. */
  'too-large',
  'bad-answer',
  /** We ourselves gave up, since the program closes. */
  'stopped'
] as const
export type PortalFaultName = (typeof PORTAL_FAULTS)[number]

/** Nobody is there, and it is found out at once: whoever waits may ask again soon. */
export const DOWN_FAULTS: ReadonlySet<PortalFaultName> = new Set([
  'unreachable',
  'address-unknown',
  'broken-off'
])

/** No answer that could be used. Whether the portal has done what was asked is not known. */
export class PortalFault extends Error {
  override readonly name = 'PortalFault'

  constructor(
    readonly fault: PortalFaultName,
    options?: ErrorOptions & { readonly detail?: string }
  ) {
    super(options?.detail === undefined ? fault : `${fault}: ${options.detail}`, options)
  }
}

/** The portal has answered, and the answer was no. */
export class PortalRefusal extends Error {
  override readonly name = 'PortalRefusal'

  constructor(
    readonly status: number,
    /** What the portal said, for the list of dead letters; never shown as markup. */
    readonly said: string,
    readonly retryAfterMs: number | null
  ) {
    super(`The portal answered ${status}.`)
  }
}
