import type { MethodName } from '@contract/index'
import { AppointmentChangeId, AppointmentId, ClinicianId, PatientId, TaskChangeId } from '@contract/ids'
import { methods } from '@contract/index'
import type { User } from '@contract/users'
import type { CivilDate } from '@contract/values'
import { z } from 'zod'
import type { Reader } from '../database/database'
import { AppError } from '../platform/app-error'
import type { Clock } from '../platform/clock'
import { civilDateOf } from '../platform/wall-clock'
import type { Gate, GateCall } from '../rpc/gate'
import { SYSTEM_ACTOR } from '../rpc/handlers'
import {
  isInSight,
  isOwnCalendar,
  mayBeHeardBySigningIn,
  mayBeHeardByWholeDesk,
  mayBeHeardLimited,
  mayLimitedCall,
  mayLimitedUndo,
  maySignInCall,
  mayWholeDeskCall,
  withoutMachine,
  withoutRecord
} from './limited.rules'
import { appointmentStep, isOwnPatient, placeOfAppointment, taskStep } from './own-patients.queries'

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
const AboutStep = z.looseObject({ changeId: AppointmentChangeId })
const AboutTaskStep = z.looseObject({ changeId: TaskChangeId })
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
  async function today(): Promise<CivilDate> {
    return civilDateOf(clock.now(), await timeZone())
  }
  async function assertOwnPatient(user: User | null, patientId: PatientId): Promise<void> {
    const clinicianId = user?.clinicianId ?? null
    const since = civilDateOf(clock.now().subtract({ hours: 24 * OWN_AFTER_DAYS }), await timeZone())
    const isOwn = clinicianId !== null && (await isOwnPatient(reader, { clinicianId, patientId, since }))
    if (!isOwn) throw new AppError('not-own-patient')
  }
  async function assertOwnAppointment(user: User | null, id: AppointmentId): Promise<void> {
    const place = await placeOfAppointment(reader, id)
    assertMay(place !== null && isOwnCalendar(place.clinicianId, user))
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
  /** The board shows one day; what is not on it cannot be reached by its number either. */
  const onBoard: Narrow = async ({ user, input }, proceed) => {
    const place = await placeOfAppointment(reader, AboutAppointment.parse(input).id)
    assertMay(place !== null && isInSight(place, { user, today: await today() }))
    return await proceed()
  }
  const ofCalendar: Narrow = async ({ user, input }, proceed) => {
    assertMay(isOwnCalendar(AboutCalendar.parse(input).clinicianId, user))
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
    async 'appointments.undo'({ user, input }, proceed) {
      const step = await appointmentStep(reader, AboutStep.parse(input).changeId)
      assertMay(step !== null && user !== null && mayLimitedUndo(step, { user, today: await today() }))
      return await proceed()
    },
    'waitingRoom.arrive': onBoard,
    'waitingRoom.callIn': onBoard,
    'waitingRoom.finish': onBoard,
    'waitingRoom.leaveUnseen': onBoard,
    'waitingRoom.noShow': onBoard,
    'waitingRoom.stepBack': onBoard,
    async 'video.today'({ user }, proceed) {
      const all = methods['video.today'].output.parse(await proceed())
      return all.filter(({ clinicianId }) => isOwnCalendar(clinicianId, user))
    },
    'video.admit': ofAppointment,
    async 'tasks.followUp'({ user, input }, proceed) {
      await assertOwnAppointment(user, AboutVisit.parse(input).appointmentId)
      return await proceed()
    },
    async 'tasks.undo'({ user, input }, proceed) {
      const step = await taskStep(reader, AboutTaskStep.parse(input).changeId)
      assertMay(step !== null && step.userId === user?.id && isOwnCalendar(step.clinicianId, user))
      return await proceed()
    },
    'calendar.week': ofCalendar,
    'calendar.month': ofCalendar,
    'calendar.agenda': ofCalendar,
    'delays.set': ofCalendar,
    'delays.preview': ofCalendar,
    'delays.announce': ofCalendar,
    async 'schedules.days'({ user }, proceed) {
      const all = methods['schedules.days'].output.parse(await proceed())
      return all.filter(({ clinicianId }) => isOwnCalendar(clinicianId, user))
    },
    async 'appointments.day'({ user }, proceed) {
      const day = methods['appointments.day'].output.parse(await proceed())
      return { ...day, columns: day.columns.filter(({ clinicianId }) => isOwnCalendar(clinicianId, user)) }
    },
    async 'appointments.dayOfPatients'({ user }, proceed) {
      const all = methods['appointments.dayOfPatients'].output.parse(await proceed())
      return all.filter(({ clinicianId }) => isOwnCalendar(clinicianId, user))
    },
    'settings.get': async (_call, proceed) =>
      withoutMachine(methods['settings.get'].output.parse(await proceed()))
  }
}

/** @throws AppError `not-over-network` for what is somebody else's, or is not there at all */
function assertMay(may: boolean): void {
  if (!may) throw new AppError('not-over-network')
}
