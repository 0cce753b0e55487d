import type { Reader } from '../../database/database'
import { findAgreedByRemote } from './agreed.queries'
import type { SyncContext } from './context'
import { isPassedBy } from './incoming.queries'
import { readOne } from './read-one'
import { idIn, type Remote } from './resource-shape'
import { ofItsOwn } from './trouble.rules'

/** The appointment that a request is about, by its id at the portal. */
function appointmentIn(resource: Remote): string | null {
  return resource.resourceType === 'Task' ? idIn(resource.focus?.reference, 'Appointment') : null
}

/**
 * The appointments that requests are about and the clinic has not heard of: booked after it had last read them. They are
 * taken in before the requests, or the desk would not see what is to be moved.
 * @throws PortalFault, PortalRefusal
 */
export async function readNamed(context: SyncContext, resources: readonly Remote[]): Promise<Remote[]> {
  const named: Remote[] = []
  for (const id of new Set(resources.flatMap((resource) => appointmentIn(resource) ?? []))) {
    if (await findAgreedByRemote(context.database.reader, 'Appointment', id)) continue
    const remote = await readIfReadable(context, id)
    if (remote) named.push(remote)
  }
  return named
}

/** What cannot be read is listed by the pull of its own type; the request does without. */
async function readIfReadable(context: SyncContext, id: string): Promise<Remote | null> {
  try {
    return await readOne(context, 'Appointment', id)
  } catch (error) {
    if (ofItsOwn(error) === null) throw error
    return null
  }
}

/** Whether a request is about an appointment that has been passed by, and so comes in after that one. */
export async function waitsForNamed(reader: Reader, resource: Remote): Promise<boolean> {
  const id = appointmentIn(resource)
  return id !== null && (await isPassedBy(reader, 'Appointment', id))
}
