import type { AppointmentType } from '@contract/appointments'
import type { Reader } from '../../../database/database'
import { listTypes } from '../../appointments'

/**
 * The types that patients may book themselves. One that takes a room or a device is not among them: whether that is
 * free hangs on what others book meanwhile, which a slot that was given away while the line was down cannot know.
 */
export async function offeredTypes(reader: Reader): Promise<AppointmentType[]> {
  return (await listTypes(reader)).filter(
    ({ isActive, isPortalBookable, needs }) => isActive && isPortalBookable && needs.length === 0
  )
}
