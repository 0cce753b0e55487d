import type { MethodName } from '@contract/index'
import { AppointmentId, ClinicianId, PatientId } from '@contract/ids'
import { methods } from '@contract/index'
import type { User } from '@contract/users'
import { z } from 'zod'
import type { Reader } from '../database/database'
import { AppError } from '../platform/app-error'
import type { Clock } from '../platform/clock'
import { civilDateOf } from '../platform/wall-clock'
import type { Gate, GateCall } from '../rpc/gate'
import { SYSTEM_ACTOR } from '../rpc/handlers'
import {
  mayBeHeardBySigningIn,
  mayBeHeardByWholeDesk,
  mayBeHeardLimited,
  mayLimitedCall,
  maySignInCall,
  mayWholeDeskCall,
  withoutMachine,
  withoutRecord
} from './limited.rules'
import { clinicianOfAppointment, isOwnPatient } from './own-patients.queries'

/** A visit is still the clinician's own business this many days after it. */
const OWN_AFTER_DAYS = 7

export interface PersonGateOptions {
  readonly address: string
  readonly reader: Reader
  readonly clock: Clock
  readonly timeZone: () => Promise<string>
  /** Whether receptionists and managers get the whole desk. */
  readonly opensDesk: () => boolean
}

/** What the inputs of several methods have in common; each has been held against its own schema already. */
const AboutPatient = z.looseObject({ patientId: PatientId })
const AboutCard = z.looseObject({ id: PatientId })
const AboutAppointment = z.looseObject({ id: AppointmentId })
const AboutVisit = z.looseObject({ appointmentId: AppointmentId })
const AboutCalendar = z.looseObject({ clinicianId: ClinicianId.nullable() })

type Narrow = (call: GateCall, proceed: () => Promise<unknown>) => Promise<unknown>

/** Somebody on another PC: the waiting room and their own calendar and patients, or the whole desk by the clinic's choice. */
export function personGate(options: PersonGateOptions): Gate {
  const narrows = narrowings(options)
  const isLimited = (user: User): boolean => user.role === 'clinician' || !options.opensDesk()
  return {
    kind: 'person',
    address: options.address,
    actor: SYSTEM_ACTOR,
    isLimited,
    mayCall(method, user) {
      if (!user) return maySignInCall(method)
      return isLimited(user) ? mayLimitedCall(method) : mayWholeDeskCall(method)
    },
    mayHear(event, user) {
      if (!user) return mayBeHeardBySigningIn(event)
      return isLimited(user) ? mayBeHeardLimited(event) : mayBeHeardByWholeDesk(event)
    },
    async pass(call, proceed) {
      const narrow = call.user && isLimited(call.user) ? narrows[call.method] : undefined
      return narrow ? await narrow(call, proceed) : await proceed()
    }
  }
}

function narrowings({ reader, clock, timeZone }: PersonGateOptions): Partial<Record<MethodName, Narrow>> {
  async function assertOwnPatient(user: User | null, patientId: PatientId): Promise<void> {
    const clinicianId = user?.clinicianId ?? null
    const today = civilDateOf(clock.now().subtract({ hours: 24 * OWN_AFTER_DAYS }), await timeZone())
    const isOwn =
      clinicianId !== null && (await isOwnPatient(reader, { clinicianId, patientId, since: today }))
    if (!isOwn) throw new AppError('not-own-patient')
  }
  async function assertOwnAppointment(user: User | null, id: AppointmentId): Promise<void> {
    assertOwnCalendar(user, await clinicianOfAppointment(reader, id))
  }
  const ofPatient: Narrow = async ({ user, input }, proceed) => {
    await assertOwnPatient(user, AboutPatient.parse(input).patientId)
    return await proceed()
  }
  const card: Narrow = async ({ user, input }, proceed) => {
    await assertOwnPatient(user, AboutCard.parse(input).id)
    return withoutRecord(methods['patients.open'].output.parse(await proceed()))
  }
  const ofAppointment: Narrow = async ({ user, input }, proceed) => {
    await assertOwnAppointment(user, AboutAppointment.parse(input).id)
    return await proceed()
  }
  const ofCalendar: Narrow = async ({ user, input }, proceed) => {
    assertOwnCalendar(user, AboutCalendar.parse(input).clinicianId)
    return await proceed()
  }
  return {
    'patients.open': card,
    'patients.refresh': card,
    'appointments.forPatient': ofPatient,
    'consents.history': ofPatient,
    'appointments.get': ofAppointment,
    'appointments.history': ofAppointment,
    'appointments.setNote': ofAppointment,
    'video.admit': ofAppointment,
    async 'tasks.followUp'({ user, input }, proceed) {
      await assertOwnAppointment(user, AboutVisit.parse(input).appointmentId)
      return await proceed()
    },
    'calendar.week': ofCalendar,
    'calendar.month': ofCalendar,
    'calendar.agenda': ofCalendar,
    'delays.set': ofCalendar,
    'delays.preview': ofCalendar,
    'delays.announce': ofCalendar,
    async 'appointments.day'({ user }, proceed) {
      const day = methods['appointments.day'].output.parse(await proceed())
      return { ...day, columns: day.columns.filter(({ clinicianId }) => clinicianId === user?.clinicianId) }
    },
    async 'appointments.dayOfPatients'({ user }, proceed) {
      const all = methods['appointments.dayOfPatients'].output.parse(await proceed())
      return all.filter(({ clinicianId }) => clinicianId === user?.clinicianId)
    },
    'settings.get': async (_call, proceed) =>
      withoutMachine(methods['settings.get'].output.parse(await proceed()))
  }
}

/** @throws AppError `not-over-network` for a calendar that is somebody else's, or everybody's */
function assertOwnCalendar(user: User | null, clinicianId: ClinicianId | null): void {
  if (clinicianId === null || clinicianId !== user?.clinicianId) throw new AppError('not-over-network')
}
