import { PortalFault, PortalRefusal } from '../../portal'
import type { SyncContext } from './context'
import type { PortalType } from './kind'
import { asRemote, etagOf, type Remote } from './resource-shape'

/**
 * One resource as the portal holds it; null where it is not there.
 * @throws PortalFault, PortalRefusal
 */
export async function readOne(
  { fhir, signal }: Pick<SyncContext, 'fhir' | 'signal'>,
  type: PortalType,
  id: string
): Promise<Remote | null> {
  const answer = await fhir.read(type, id, signal)
  if (answer.status === 404 || answer.status === 410) return null
  if (answer.status !== 200) throw new PortalRefusal(answer.status, answer.said, answer.retryAfterMs)
  const remote = asRemote(answer.resource)
  // A version is what every later write stands on.
  if (remote?.resourceType !== type || remote.id !== id || etagOf(remote) === null)
    throw new PortalFault('bad-answer', { detail: 'not the resource that was asked for' })
  return remote
}
