import type { AppointmentId, ClinicianId, MessageId, PatientId, UserId } from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import type { SetDelay } from '@contract/waiting-room'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'

const MOST_A_DAY = 5_000

export interface NewDelay {
  readonly clinicianId: ClinicianId
  readonly date: CivilDate
  /** Null: counted again. */
  readonly minutes: number | null
  readonly until: Instant
  readonly now: Instant
  readonly userId: UserId | null
  readonly userName: string
}

export async function insertDelay(transaction: Transaction, delay: NewDelay): Promise<void> {
  await transaction
    .insertInto('clinician_delay')
    .values({
      clinician_id: delay.clinicianId,
      local_date: delay.date,
      minutes: delay.minutes,
      until_at: delay.until,
      set_at: delay.now,
      set_by: delay.userId,
      user_name: delay.userName
    })
    .execute()
}

/** What was last said by hand of each clinician that day and still holds. */
export async function setDelays(
  reader: Reader,
  { date, now }: { date: CivilDate; now: Instant }
): Promise<ReadonlyMap<ClinicianId, SetDelay>> {
  const rows = await reader
    .selectFrom('clinician_delay')
    .select(['clinician_id', 'minutes', 'until_at', 'user_name'])
    .where('local_date', '=', date)
    .orderBy('id')
    .limit(MOST_A_DAY)
    .execute()
  const last = new Map(rows.map((row) => [row.clinician_id, row]))
  const holding = new Map<ClinicianId, SetDelay>()
  for (const [id, { minutes, until_at, user_name }] of last)
    if (minutes !== null && Date.parse(until_at) > Date.parse(now))
      holding.set(id, { minutes, until: until_at, userName: user_name })
  return holding
}

/** The longest delay of which patients were told that day, by clinician. */
export async function announcedDelays(
  reader: Reader,
  date: CivilDate
): Promise<ReadonlyMap<ClinicianId, number>> {
  const rows = await reader
    .selectFrom('delay_notice')
    .select(({ fn }) => ['clinician_id', fn.max('minutes').as('minutes')])
    .where('local_date', '=', date)
    .groupBy('clinician_id')
    .orderBy('clinician_id')
    .limit(MOST_A_DAY)
    .execute()
  return new Map(rows.map((row) => [row.clinician_id, row.minutes]))
}

/** The highest step each of these appointments' patients were told of. */
export async function toldSteps(
  reader: Reader,
  ids: readonly AppointmentId[]
): Promise<ReadonlyMap<AppointmentId, number>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('delay_notice_entry')
    .select(({ fn }) => ['appointment_id', fn.max('step').as('step')])
    .where('appointment_id', 'in', listed(ids))
    .groupBy('appointment_id')
    .orderBy('appointment_id')
    .limit(MOST_A_DAY)
    .execute()
  return new Map(rows.map((row) => [row.appointment_id, row.step]))
}

export interface NewNotice {
  readonly clinicianId: ClinicianId
  readonly date: CivilDate
  readonly minutes: number
  readonly now: Instant
  readonly userId: UserId | null
}

export async function insertNotice(transaction: Transaction, notice: NewNotice): Promise<number> {
  const { id } = await transaction
    .insertInto('delay_notice')
    .values({
      clinician_id: notice.clinicianId,
      local_date: notice.date,
      minutes: notice.minutes,
      created_at: notice.now,
      created_by: notice.userId
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export interface NoticeEntry {
  readonly noticeId: number
  readonly patientId: PatientId
  readonly appointmentId: AppointmentId
  readonly step: number
  readonly messageId: MessageId
}

/** The database refuses a step that this appointment's patient was told of. */
export async function insertNoticeEntry(transaction: Transaction, entry: NoticeEntry): Promise<void> {
  await transaction
    .insertInto('delay_notice_entry')
    .values({
      notice_id: entry.noticeId,
      patient_id: entry.patientId,
      appointment_id: entry.appointmentId,
      step: entry.step,
      message_id: entry.messageId
    })
    .execute()
}
