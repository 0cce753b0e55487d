import type { AppointmentId, PatientId, UserId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { civilDateOf } from '../../platform/wall-clock'
import type { Clock } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import type { HolidayName } from '../schedules'
import type { Settings } from '../settings'
import type { TaskStep, TaskSteps } from './task-steps'
import { workingDaysAfter } from './working-days.rules'

export interface FollowUp {
  readonly patientId: PatientId | null
  readonly appointmentId: AppointmentId | null
  readonly actor: Actor
  /** `follow-up` unless a video visit was late, somebody came of age, asked at the portal, a number is not theirs, or a guardian died. */
  readonly kind?:
    'follow-up' | 'video-late' | 'majority' | 'number-disputed' | 'portal-request' | 'guardian-deceased'
  /** What is wanted, in a person's words; may be empty. */
  readonly title?: string
  readonly note?: string
  /** Two unless another is wanted: neither weekends nor public holidays count. */
  readonly dueInWorkingDays?: number
  readonly ownerId?: UserId | null
  /** Names what it was made for, so that the same one is never made twice. */
  readonly key?: string
}

const DUE_IN_WORKING_DAYS = 2

export interface FollowUpDependencies {
  readonly clock: Clock
  readonly settings: Settings
  readonly holidayName: HolidayName
  readonly steps: TaskSteps
}

/**
 * A task for the desk, made in the transaction of what makes it necessary.
 * @returns null when there is one with that key
 */
export async function createFollowUp(
  { clock, settings, holidayName, steps }: FollowUpDependencies,
  transaction: Transaction,
  wanted: FollowUp
): Promise<TaskStep | null> {
  const { timeZone, country, language } = await settings.read(transaction)
  const { patientId, appointmentId, actor } = wanted
  const dueOn = workingDaysAfter(
    civilDateOf(clock.now(), timeZone),
    wanted.dueInWorkingDays ?? DUE_IN_WORKING_DAYS,
    (date) => holidayName(date, country, language) !== null
  )
  const { kind = 'follow-up', title = '', note = '', ownerId = null, key = null } = wanted
  return await steps.create(
    transaction,
    { key, kind, title, note, patientId, appointmentId, dueOn, ownerId },
    actor
  )
}
