import type { Language } from '@contract/values'
import type { WaitingPriority } from '@contract/waiting-list'
import type { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { recordDecision } from '../../features/consents'
import type { ClinicDay } from '../../features/patients'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import { cancelOne, comingVisits, insertFreePlace, insertWish, type ComingVisit } from './demo.queries'

/** Whom the story is about: what each of them can come to. */
const WISHES = [
  { priority: 1, weekdays: 31, fromMinute: 0, untilMinute: 1440, anyClinician: true, waitedDays: 3 },
  { priority: 2, weekdays: 31, fromMinute: 0, untilMinute: 1440, anyClinician: true, waitedDays: 9 },
  { priority: 2, weekdays: 31, fromMinute: 480, untilMinute: 960, anyClinician: true, waitedDays: 6 },
  { priority: 2, weekdays: 21, fromMinute: 480, untilMinute: 720, anyClinician: false, waitedDays: 5 },
  { priority: 3, weekdays: 31, fromMinute: 780, untilMinute: 960, anyClinician: true, waitedDays: 4 },
  { priority: 3, weekdays: 31, fromMinute: 0, untilMinute: 1440, anyClinician: false, waitedDays: 1 }
] as const satisfies readonly {
  priority: WaitingPriority
  weekdays: number
  fromMinute: number
  untilMinute: number
  anyClinician: boolean
  waitedDays: number
}[]

const DAYS_AHEAD = 7

/** Six who want an earlier time, and a place that has just become free for some of them. */
export async function fillDemoWaitingList(
  transaction: Transaction,
  start: Temporal.ZonedDateTime,
  language: Language
): Promise<void> {
  const day: ClinicDay = {
    now: start.toInstant(),
    today: start.toPlainDate(),
    timeZone: start.timeZoneId,
    country: 'NO',
    language,
    isTraining: true
  }
  const later = start.add({ days: DAYS_AHEAD }).toInstant().toString()
  const visits = await comingVisits(transaction, later, WISHES.length)
  for (const [index, wish] of WISHES.entries()) {
    const visit = visits[index]
    if (!visit) return
    const createdAt = start.subtract({ days: wish.waitedDays, minutes: 37 * index }).toInstant()
    await insertWish(transaction, rowOf(visit, wish, new Date(createdAt.epochMilliseconds).toISOString()))
    await recordDecision(
      transaction,
      { patientId: visit.patientId, purpose: 'waiting-list-offer', channel: 'sms', decision: 'given' },
      { how: 'desk', actor: SYSTEM_ACTOR, day }
    )
  }
  const openedAt = new Date(start.subtract({ minutes: 6 }).epochMilliseconds).toISOString()
  const after = start.add({ hours: 26 }).toInstant().toString()
  const place = await cancelOne(transaction, { after, minutes: 20, at: openedAt })
  if (place) await insertFreePlace(transaction, { ...place, openedAt })
}

function rowOf(visit: ComingVisit, wish: (typeof WISHES)[number], createdAt: string) {
  return {
    patient_id: visit.patientId,
    appointment_id: visit.id,
    clinician_id: wish.anyClinician ? null : visit.clinicianId,
    type_id: visit.typeId,
    duration_minutes: visit.durationMinutes,
    weekdays: wish.weekdays,
    from_minute: wish.fromMinute,
    until_minute: wish.untilMinute,
    until_date: null,
    notice_minutes: 120,
    priority: wish.priority,
    note: '',
    state: 'waiting' as const,
    created_at: createdAt,
    created_by: null,
    ended_at: null,
    placed_by_change: null
  }
}
