import type { CodedError } from '@contract/frames'
import { PortalFault, PortalRefusal } from '../../portal'
import { AppError } from '../../platform/app-error'

/** The sentence for why the portal is not reached; null for what is no fault of the line, but a bug. */
export function codedTrouble(error: unknown): CodedError | null {
  if (error instanceof PortalFault) return { code: `portal-${error.fault}`, parameters: {} }
  if (error instanceof PortalRefusal) return { code: 'portal-refused', parameters: { status: error.status } }
  if (error instanceof AppError) return { code: error.code, parameters: { ...error.parameters } }
  return null
}
