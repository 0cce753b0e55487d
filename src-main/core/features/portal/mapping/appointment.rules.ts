import type { Appointment, AppointmentParticipant, Identifier } from '@medplum/fhirtypes'
import type { AppointmentStatus, AppointmentType, CancelReason } from '@contract/appointments'
import { AppointmentTypeId } from '@contract/ids'
import type { Instant } from '@contract/values'
import { codeOf, extensionOf, listed, metaOf, referencedId, referenceTo } from './elements.rules'
import { serviceTypeOf, type OfferedType } from './practitioner.rules'
import {
  APPOINTMENT_KIND,
  APPOINTMENT_TYPE,
  CANCELLATION_REASON,
  PARTICIPATION_TYPE,
  REMINDED_BY,
  VIDEO_LINK,
  type PortalClinic
} from './systems.rules'

/** Who reminds the patient of the appointment; the others keep silent, so that nothing is sent twice. */
const REMINDERS = ['clinic', 'portal', 'nobody'] as const
export type RemindedBy = (typeof REMINDERS)[number]

/** All that the portal is told of an appointment: when, where and with whom, never what for. */
export interface AppointmentFacts {
  /** What the clinic finds it again by. */
  readonly own: Identifier
  /** The portal's ids. */
  readonly patientRemoteId: string
  readonly practitionerRemoteId: string | null
  readonly slotRemoteIds: readonly string[]
  readonly clinicianName: string
  readonly kind: AppointmentType['kind']
  /** Null unless patients may book it themselves: another type's name tells why somebody comes. */
  readonly type: OfferedType | null
  readonly startAt: Instant
  readonly endAt: Instant
  readonly status: Exclude<AppointmentStatus, 'waitlist'>
  readonly isLeftUnseen: boolean
  readonly cancelReason: CancelReason | null
  readonly createdAt: Instant
  /** The patient has said that they will come. */
  readonly isConfirmed: boolean
  readonly isBookedByPatient: boolean
  readonly remindedBy: RemindedBy
  readonly videoLink: string | null
  /** Kode 6 or 7: not even the clinic is named. */
  readonly isProtected: boolean
}

export function toAppointment(facts: AppointmentFacts, clinic: PortalClinic): Appointment {
  const reason = facts.status === 'cancelled' ? facts.cancelReason : null
  return {
    resourceType: 'Appointment',
    ...metaOf('Appointment', clinic),
    extension: [
      { url: REMINDED_BY, valueCode: facts.remindedBy },
      ...(facts.videoLink === null ? [] : [{ url: VIDEO_LINK, valueUrl: facts.videoLink }])
    ],
    identifier: [facts.own],
    status: statusOf(facts),
    ...(reason === null ? {} : { cancelationReason: reasonOf(reason) }),
    serviceType: [
      facts.type ? serviceTypeOf(facts.type) : { coding: [{ system: APPOINTMENT_KIND, code: facts.kind }] }
    ],
    start: facts.startAt,
    end: facts.endAt,
    ...listed(
      'slot',
      facts.slotRemoteIds.map((id) => referenceTo('Slot', id))
    ),
    created: facts.createdAt,
    participant: participantsOf(facts, clinic)
  }
}

/** Who left before being seen has no appointment any more; FHIR has no word of its own for it. */
function statusOf({ status, isLeftUnseen }: AppointmentFacts): Appointment['status'] {
  return isLeftUnseen ? 'cancelled' : status
}

function participantsOf(facts: AppointmentFacts, clinic: PortalClinic): AppointmentParticipant[] {
  const { practitionerRemoteId: practitioner, clinicianName: display } = facts
  const place = [clinic.name, clinic.address].filter((part) => part !== '').join(', ')
  const isSomewhere = facts.kind !== 'video' && facts.kind !== 'telephone' && facts.kind !== 'home-visit'
  return [
    { actor: referenceTo('Patient', facts.patientRemoteId), status: patientStatus(facts) },
    {
      actor: { ...(practitioner === null ? {} : referenceTo('Practitioner', practitioner)), display },
      status: isCancelledByClinic(facts) ? 'declined' : 'accepted'
    },
    ...(facts.isProtected || !isSomewhere ? [] : [placeOf(place)])
  ]
}

function placeOf(display: string): AppointmentParticipant {
  return {
    type: [{ coding: [{ system: PARTICIPATION_TYPE, code: 'LOC' }] }],
    actor: { display },
    status: 'accepted'
  }
}

function patientStatus(facts: AppointmentFacts): AppointmentParticipant['status'] {
  if (facts.status === 'cancelled' && facts.cancelReason === 'patient') return 'declined'
  return facts.isConfirmed || facts.isBookedByPatient ? 'accepted' : 'needs-action'
}

function isCancelledByClinic({ status, cancelReason }: AppointmentFacts): boolean {
  return status === 'cancelled' && cancelReason !== 'patient'
}

/** HL7's codes say who cancelled; that two patients were mixed up at the desk is nobody else's business. */
const REASONS = {
  patient: 'pat',
  clinic: 'prov',
  'double-booked': 'oth-err',
  'wrong-patient': 'oth-err',
  other: 'other'
} as const satisfies Record<CancelReason, string>

function reasonOf(reason: CancelReason): NonNullable<Appointment['cancelationReason']> {
  return { coding: [{ system: CANCELLATION_REASON, code: REASONS[reason] }] }
}

/** What the portal says of an appointment. */
export interface HeldAppointment {
  readonly patientRemoteId: string | null
  readonly practitionerRemoteId: string | null
  readonly slotRemoteIds: readonly string[]
  readonly typeId: AppointmentTypeId | null
  readonly startAt: Instant | null
  readonly endAt: Instant | null
  readonly status: Appointment['status']
  /** Of a cancelled one; by the patient unless it says otherwise, since the clinic cancels its own. */
  readonly cancelReason: CancelReason | null
  readonly isConfirmed: boolean
  readonly remindedBy: RemindedBy | null
}

export function appointmentFrom(appointment: Appointment): HeldAppointment {
  const actors = appointment.participant.map(({ actor }) => actor)
  const patientRemoteId = firstOf(actors.map((actor) => referencedId(actor, 'Patient')))
  const patient = appointment.participant.find(({ actor }) => referencedId(actor, 'Patient') !== null)
  return {
    patientRemoteId,
    practitionerRemoteId: firstOf(actors.map((actor) => referencedId(actor, 'Practitioner'))),
    slotRemoteIds: (appointment.slot ?? []).flatMap((slot) => referencedId(slot, 'Slot') ?? []),
    typeId: typeIn(appointment),
    startAt: appointment.start ?? null,
    endAt: appointment.end ?? null,
    status: appointment.status,
    cancelReason: appointment.status === 'cancelled' ? reasonIn(appointment) : null,
    isConfirmed: patient?.status === 'accepted',
    remindedBy: remindedByIn(appointment)
  }
}

function firstOf(ids: readonly (string | null)[]): string | null {
  return ids.find((id) => id !== null) ?? null
}

function typeIn({ serviceType }: Appointment): AppointmentTypeId | null {
  const parsed = AppointmentTypeId.safeParse(Number(codeOf(serviceType, APPOINTMENT_TYPE) ?? NaN))
  return parsed.success ? parsed.data : null
}

function reasonIn({ cancelationReason }: Appointment): CancelReason {
  const code = codeOf(cancelationReason ? [cancelationReason] : [], CANCELLATION_REASON)
  if (code === null || code.startsWith('pat')) return 'patient'
  return code === 'prov' || code.startsWith('prov-') ? 'clinic' : 'other'
}

function remindedByIn({ extension }: Appointment): RemindedBy | null {
  const code = extensionOf(extension, REMINDED_BY)?.valueCode
  return REMINDERS.find((one) => one === code) ?? null
}
