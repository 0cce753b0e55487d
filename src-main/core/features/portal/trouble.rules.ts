import type { CodedError } from '@contract/frames'
import { PortalFault, PortalRefusal } from '../../portal'
import { AppError } from '../../platform/app-error'

const FIRST_CLIENT_ERROR = 400
const FIRST_SERVER_ERROR = 500
/** The portal is busy, or was not fast enough: so it is with everything. */
const BUSY = new Set([408, 409, 425, 429])

/** Why one question alone comes to nothing. */
export const REASONS_OF_ITS_OWN = ['bad-answer', 'too-large', 'search-refused'] as const

/**
 * The reason, as a code, why one question alone came to nothing while the portal is there and answers; null for what
 * keeps everything else from getting through too.
 */
export function ofItsOwn(error: unknown): (typeof REASONS_OF_ITS_OWN)[number] | null {
  if (error instanceof PortalFault)
    return error.fault === 'bad-answer' || error.fault === 'too-large' ? error.fault : null
  if (!(error instanceof PortalRefusal)) return null
  const { status } = error
  const isOurs = status >= FIRST_CLIENT_ERROR && status < FIRST_SERVER_ERROR && !BUSY.has(status)
  return isOurs ? 'search-refused' : null
}

/** The sentence for why the portal is not reached; null for what is no fault of the line, but a bug. */
export function codedTrouble(error: unknown): CodedError | null {
  if (error instanceof PortalFault) return { code: `portal-${error.fault}`, parameters: {} }
  if (error instanceof PortalRefusal) return { code: 'portal-refused', parameters: { status: error.status } }
  if (error instanceof AppError) return { code: error.code, parameters: { ...error.parameters } }
  return null
}
