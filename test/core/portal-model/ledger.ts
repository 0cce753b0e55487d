import type { Appointment } from '@medplum/fhirtypes'
import type { Committed } from '../../portal-simulator/fhir/store'

const OPERATION = 'urn:skranke:operation'
const BOOKING = 'urn:skranke:portal:booking'

/** What a version of an appointment says about its place. */
interface Stand {
  readonly version: string
  readonly status: string
  readonly start: string
}

/** What was done at the portal, by whom, as its store tells it: what no client may have done shows here. */
export class Ledger {
  readonly violations: string[] = []
  /** By the name of an operation: how many versions it wrote. */
  readonly #written = new Map<string, number>()
  /** What each booking of a patient's was, last. */
  readonly #bookings = new Map<string, Stand>()
  /** Local ids that somebody at the desk has moved or cancelled. */
  readonly touchedByDesk = new Set<number>()

  readonly hear = ({ author, touched }: Committed): void => {
    for (const { body } of touched) {
      if (!isAppointment(body)) continue
      const appointment = body
      if (author === 'clinic') this.#clinicWrote(appointment)
      this.#keep(appointment, author)
    }
  }

  wasWritten(opId: string): boolean {
    return this.#written.has(opId)
  }

  /** The store is as it was at another time. */
  forget(): void {
    this.#bookings.clear()
    this.#written.clear()
  }

  #clinicWrote(appointment: Appointment): void {
    const opId = appointment.identifier?.find(({ system }) => system === OPERATION)?.value
    if (opId !== undefined) {
      const times = (this.#written.get(opId) ?? 0) + 1
      this.#written.set(opId, times)
      if (times > 1) this.violations.push(`2: operation ${opId} took effect ${times} times`)
    }
    const before = this.#bookings.get(bookingOf(appointment) ?? '')
    const own = Number(appointment.identifier?.find(({ system }) => system?.endsWith(':Appointment'))?.value)
    if (!before || this.touchedByDesk.has(own)) return
    const isGranted = before.status === 'pending' && appointment.status === 'booked'
    if ((before.status !== appointment.status && !isGranted) || before.start !== appointment.start)
      this.violations.push(
        `6: booking ${appointment.id}, ${before.status} at ${before.start}, became ${appointment.status} at ${appointment.start} by itself`
      )
  }

  /** What the clinic makes again of a booking that a restored portal has forgotten, no patient has said. */
  #keep(appointment: Appointment, author: Committed['author']): void {
    const booking = bookingOf(appointment)
    const { status, start = '', meta } = appointment
    if (booking === null || (author === 'clinic' && !this.#bookings.has(booking))) return
    this.#bookings.set(booking, { status, start, version: meta?.versionId ?? '' })
  }
}

function isAppointment(body: unknown): body is Appointment {
  return typeof body === 'object' && body !== null && Reflect.get(body, 'resourceType') === 'Appointment'
}

function bookingOf({ identifier = [] }: Appointment): string | null {
  return identifier.find(({ system }) => system === BOOKING)?.value ?? null
}
