import type { AppointmentId, AppointmentTypeId, PatientId, ResourceId } from '@contract/ids'
import type { PlaceNoteCode } from '@contract/place-notes'
import type { Reader, Transaction } from '../../database/database'
import type { Actor } from '../../rpc/handlers'
import type { AppointmentChange } from './appointment-record'
import { isHeld } from './hold.queries'
import { overlapping } from './appointment.queries'
import type { AppointmentSteps } from './appointment-steps'
import { assertBookable, assertClinicianActive } from './appointment-writes.queries'
import type { PlaceNotes } from './place-notes'
import { placeAt, type Place, type WantedPlace } from './place.rules'
import { keepsOverbooking, moved } from './steps.rules'

interface Wanted extends WantedPlace {
  readonly actor: Actor
  readonly isOverbooking: boolean
  /** What speaks against the place and was accepted; left out where nobody was shown anything. */
  readonly acceptedNotes?: readonly PlaceNoteCode[] | undefined
  /** Devices and rooms chosen by name. */
  readonly resourceIds?: readonly ResourceId[] | undefined
}

export interface BookingWanted extends Wanted {
  readonly patientId: PatientId
  readonly typeId: AppointmentTypeId
  readonly note: string
}

export interface MoveWanted extends Wanted {
  readonly id: AppointmentId
  readonly version?: number
}

/** Booking and moving with everything that is asked of a place, within a transaction of the caller's. */
export interface Booking {
  /**
   * @throws AppError `slot-taken`, `resource-taken`, `place-not-as-shown`, `time-does-not-exist`, and what
   * `assertBookable` throws
   */
  book(transaction: Transaction, wanted: BookingWanted): Promise<AppointmentChange>
  /** @throws AppError as booking does, and what the step itself is refused with */
  move(transaction: Transaction, wanted: MoveWanted): Promise<AppointmentChange>
}

export function createBooking({
  steps,
  placeNotes
}: {
  readonly steps: AppointmentSteps
  readonly placeNotes: PlaceNotes
}): Booking {
  return {
    async book(transaction, wanted) {
      const { actor, patientId, typeId, note, isOverbooking, acceptedNotes, resourceIds } = wanted
      const moment = await steps.moment()
      const place = placeAt(wanted, moment.timeZone)
      await assertBookable(transaction, { patientId, typeId, clinicianId: place.clinicianId })
      const asked = { typeId, place, named: resourceIds ?? null, before: null }
      if (acceptedNotes) await placeNotes.assertAccepted(transaction, asked, acceptedNotes, moment)
      const isOverbooked = isOverbooking && (await isTaken(transaction, place, null))
      return await steps.book(transaction, {
        actor,
        patientId,
        typeId,
        place,
        note,
        isOverbooked,
        resourceIds
      })
    },
    async move(transaction, { id, version, actor, isOverbooking, acceptedNotes, resourceIds, ...wanted }) {
      return await steps.take(transaction, {
        id,
        actor,
        ...(version !== undefined && { version }),
        async decide(appointment, moment) {
          const place = placeAt(wanted, moment.timeZone)
          if (place.clinicianId !== appointment.clinicianId)
            await assertClinicianActive(transaction, place.clinicianId)
          const { typeId } = appointment
          const asked = { typeId, place, named: resourceIds ?? null, before: appointment }
          if (acceptedNotes) await placeNotes.assertAccepted(transaction, asked, acceptedNotes, moment)
          const mayOverlap = isOverbooking || keepsOverbooking(appointment, place)
          const step = moved(appointment, place, mayOverlap && (await isTaken(transaction, place, id)))
          if (!resourceIds) return step
          const chosen = JSON.stringify([...resourceIds].sort((a, b) => a - b))
          return { ...step, changes: { ...step.changes, resourceIds: chosen } }
        }
      })
    }
  }
}

/** Whether somebody is there: a place that turned out to be free is not marked as overbooked. */
async function isTaken(reader: Reader, place: Place, exceptId: AppointmentId | null): Promise<boolean> {
  return (await overlapping(reader, place, exceptId)).length > 0 || (await isHeld(reader, place))
}
