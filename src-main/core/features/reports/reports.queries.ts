import type { ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { sql } from 'kysely'
import type { Reader } from '../../database/database'
import type { DayCount } from './attendance.rules'
import type { DayUse } from './capacity.rules'
import type { MessageCount } from './message-report.rules'
import type { Stretch } from './period.rules'
import type { DayVisits } from './waiting.rules'

/** Groups of days, endings and purposes; far more than there can be in a month. */
const MOST_GROUPS = 20_000
const MOST_VISITS = 200_000

export interface ReportQuery extends Stretch {
  readonly clinicianId: ClinicianId | null
}

/** Appointments of these days by how they ended; what was entered in error is left out. */
export async function countEndings(reader: Reader, query: ReportQuery): Promise<DayCount[]> {
  return await ofPeriod(reader, query)
    .select(({ fn }) => [
      'local_date',
      'status',
      'is_left_unseen',
      'is_cancelled_late',
      'cancel_reason',
      isReminded.as('is_reminded'),
      fn.countAll<number>().as('count')
    ])
    .groupBy(['local_date', 'status', 'is_left_unseen', 'is_cancelled_late', 'cancel_reason', 'is_reminded'])
    .orderBy('local_date')
    .limit(MOST_GROUPS)
    .execute()
}

/** A reminder of it has left, by itself or as one with others of the day. */
export const isReminded = sql<number>`(
  exists (select 1 from message where message.appointment_id = appointment.id
    and message.purpose = 'appointment-reminder' and message.sent_at is not null)
  or exists (select 1 from message as member
    join message_group on message_group.member_id = member.id
    join message as leader on leader.id = message_group.leader_id
    where member.appointment_id = appointment.id and leader.sent_at is not null))`

/** What stands on these days. */
export async function usedTime(reader: Reader, query: ReportQuery): Promise<DayUse[]> {
  const minutes = sql<number>`sum((unixepoch(end_at) - unixepoch(start_at)) / 60 * (1 - is_overbooked))`
  return await ofPeriod(reader, query)
    .select(({ fn }) => [
      'local_date',
      fn.countAll<number>().as('appointments'),
      fn.sum<number>('is_overbooked').as('overbooked'),
      minutes.as('minutes')
    ])
    .where('status', 'not in', ['cancelled', 'noshow'])
    .where('is_left_unseen', '=', 0)
    .groupBy('local_date')
    .orderBy('local_date')
    .limit(MOST_GROUPS)
    .execute()
}

/** The last day on which anything stands in a clinician's calendar; null when nothing ever did. */
export async function lastUsedDay(reader: Reader, clinicianId: ClinicianId): Promise<CivilDate | null> {
  const row = await reader
    .selectFrom('appointment')
    .select('local_date')
    .where('clinician_id', '=', clinicianId)
    .where('is_live', '=', 1)
    .orderBy('start_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.local_date ?? null
}

/** Whole minutes from the later of arrival and start; nobody waits less than nothing. */
const WAIT = sql<number | null>`max(0, unixepoch(in_progress_at)
  - max(unixepoch(arrived_at), unixepoch(start_at))) / 60`

/** Everybody who was called in on these days. */
export async function visitsOf(reader: Reader, query: ReportQuery): Promise<DayVisits[]> {
  return await ofPeriod(reader, query)
    .select([
      'local_date',
      WAIT.as('wait'),
      sql<number | null>`(unixepoch(in_progress_at) - unixepoch(arrived_at)) / 60`.as('toRoom'),
      // Rounded down, also before the start.
      sql<number>`(unixepoch(in_progress_at) - unixepoch(start_at) + 86400) / 60 - 1440`.as('startDelay'),
      sql<number | null>`(unixepoch(finished_at) - unixepoch(arrived_at)) / 60`.as('visit')
    ])
    .where('in_progress_at', 'is not', null)
    .orderBy('local_date')
    .limit(MOST_VISITS)
    .execute()
}

export { WAIT as waitMinutes }

export function ofPeriod(reader: Reader, { from, until, clinicianId }: ReportQuery) {
  const query = reader
    .selectFrom('appointment')
    .where('local_date', '>=', from)
    .where('local_date', '<=', until)
    .where('status', '<>', 'entered-in-error')
  return clinicianId === null ? query : query.where('clinician_id', '=', clinicianId)
}

export interface MessageQuery {
  /** Moments as messages are stored. */
  readonly from: string
  readonly until: string
  readonly clinicianId: ClinicianId | null
}

/** What left, or may have, is paid for; so are the parts that left of what failed. */
const PAID = sql<number>`(sent_at is not null or state = 'uncertain' or (state = 'failed' and parts_accepted > 0))`

/** Messages written in [from, until), those about this clinician's appointments where one is named. */
export async function countMessages(reader: Reader, query: MessageQuery): Promise<MessageCount[]> {
  return await messagesOf(reader, query)
    .select(({ fn }) => [
      'purpose',
      'state',
      fn.countAll<number>().as('count'),
      sql<number>`sum(segments * ${PAID})`.as('segments'),
      sql<number>`sum(cost_minor * ${PAID})`.as('cost_minor')
    ])
    .groupBy(['purpose', 'state'])
    .orderBy('purpose')
    .orderBy('state')
    .limit(MOST_GROUPS)
    .execute()
}

export function messagesOf(reader: Reader, { from, until, clinicianId }: MessageQuery) {
  const query = reader.selectFrom('message').where('created_at', '>=', from).where('created_at', '<', until)
  if (clinicianId === null) return query
  return query.where('appointment_id', 'in', (expression) =>
    expression.selectFrom('appointment').select('appointment.id').where('clinician_id', '=', clinicianId)
  )
}
