import type { ClinicianId } from '@contract/ids'
import type { EventName, MethodName } from '@contract/index'
import type { Patient } from '@contract/patients'
import type { ClinicSettings } from '@contract/settings'
import type { User } from '@contract/users'
import type { CivilDate } from '@contract/values'
import type { ChangeKind } from '../features/appointments'
import type { AppointmentPlace, TakenStep } from './own-patients.queries'

/** Before anybody has signed in on another PC: what the sign-in page needs, and nothing of a patient. */
const SIGNING_IN: ReadonlySet<MethodName> = new Set<MethodName>([
  'system.state',
  'session.users',
  'session.current',
  'session.signIn',
  'session.signOut',
  'session.lock',
  'session.unlock',
  'lan.resume'
])

/** What a clinician needs between two patients: the waiting room, the own calendar, how to reach an own patient. */
const LIMITED: ReadonlySet<MethodName> = new Set<MethodName>([
  ...SIGNING_IN,
  'session.changePassword',
  'settings.get',
  'clinicians.list',
  'rooms.list',
  'appointmentTypes.list',
  'appointments.day',
  'appointments.dayOfPatients',
  'appointments.get',
  'appointments.history',
  'appointments.forPatient',
  'appointments.setNote',
  'appointments.undo',
  'calendar.week',
  'calendar.month',
  'calendar.agenda',
  'schedules.days',
  'video.today',
  'video.admit',
  'delays.set',
  'delays.preview',
  'delays.announce',
  'tasks.followUp',
  'tasks.dueDate',
  'tasks.undo',
  'patients.open',
  'patients.refresh',
  'consents.history'
])

/** Never from another PC, whoever signs in: the keys of the house itself. */
const DESK_ONLY = /^(?:setup|lan|imports|exports|modem|backup|checkIn)\./
const DESK_ONLY_METHODS: ReadonlySet<MethodName> = new Set<MethodName>([
  'email.save',
  'messages.releaseHold',
  'users.save'
])

const HEARD_BY_ALL: ReadonlySet<EventName> = new Set<EventName>([
  'system.stateChanged',
  'session.changed',
  'users.changed'
])
const HEARD_LIMITED: ReadonlySet<EventName> = new Set<EventName>([
  ...HEARD_BY_ALL,
  'settings.changed',
  'clinicians.changed',
  'appointmentTypes.changed',
  'appointments.changed',
  'schedules.changed',
  'delays.changed',
  'patients.changed'
])
const NEVER_HEARD = /^(?:setup|lan)\./

export function maySignInCall(method: MethodName): boolean {
  return SIGNING_IN.has(method)
}

/** The whole waiting room is open to whoever is signed in; the role's own rights are judged besides. */
export function mayLimitedCall(method: MethodName): boolean {
  return LIMITED.has(method) || method.startsWith('waitingRoom.')
}

export function mayWholeDeskCall(method: MethodName): boolean {
  return maySignInCall(method) || !(DESK_ONLY.test(method) || DESK_ONLY_METHODS.has(method))
}

export function mayBeHeardBySigningIn(event: EventName): boolean {
  return HEARD_BY_ALL.has(event)
}

export function mayBeHeardLimited(event: EventName): boolean {
  return HEARD_LIMITED.has(event) || event.startsWith('waitingRoom.')
}

export function mayBeHeardByWholeDesk(event: EventName): boolean {
  return !NEVER_HEARD.test(event)
}

/** Null: everybody's calendars together, which are nobody's own. */
export function isOwnCalendar(
  clinicianId: ClinicianId | null,
  user: Pick<User, 'clinicianId'> | null
): boolean {
  return clinicianId !== null && clinicianId === user?.clinicianId
}

/** On the board, which shows today, or in the own calendar. */
export function isInSight(
  place: AppointmentPlace,
  { user, today }: { user: User | null; today: CivilDate }
): boolean {
  return place.date === today || isOwnCalendar(place.clinicianId, user)
}

/** The steps of a visit; the others are taken at the desk, and so taken back there. */
const VISIT_STEPS: readonly ChangeKind[] = ['arrived', 'called-in', 'finished', 'left-unseen', 'no-show']

/** In the own calendar whatever can be done from another PC; on the board of today what one has done oneself. */
export function mayLimitedUndo(step: TakenStep, { user, today }: { user: User; today: CivilDate }): boolean {
  if (isOwnCalendar(step.clinicianId, user)) return step.kind === 'note' || VISIT_STEPS.includes(step.kind)
  return step.userId === user.id && step.date === today && VISIT_STEPS.includes(step.kind)
}

/** Name, age, how to reach and what is consented to; no national number, address or note. */
export function withoutRecord(patient: Patient): Patient {
  return { ...patient, identifiers: [], address: null, note: '' }
}

/** Folders and ports are the reception PC's own. */
export function withoutMachine(settings: ClinicSettings): ClinicSettings {
  return { ...settings, modem: { kind: 'none' }, backup: { ...settings.backup, folder: null } }
}
