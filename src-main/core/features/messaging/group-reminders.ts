import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import type { MessagingContext, Moment } from './context'
import { waitingReminders } from './group.queries'
import { judgeMessage } from './judge-message'
import { momentMs, storedMoment } from './moment'
import type { MessageRow } from './outbox.queries'
import { peopleOnNumber } from './person.queries'

/** Reminders of one day lie hours apart, and quiet hours move some of them to the evening before. */
const TOGETHER_HOURS = 18

/** What one reminder says for several appointments of the same day and telephone. */
export interface ReminderGroup {
  /** The other reminders, which then do not go by themselves. */
  readonly members: readonly MessageRow[]
  readonly isProtected: boolean
  /** The first of the starts, the row's own among them. */
  readonly firstStart: string
  /** Before the first of them ends. */
  readonly expiresAt: string
}

/**
 * The reminders that go as one with this one: same day, same telephone, due within hours, the next one of each other
 * appointment. Each patient's consent, and each appointment, is judged by itself. Null when there is none.
 */
export async function groupFor(
  context: MessagingContext,
  transaction: Transaction,
  { row, recipient, moment }: { row: MessageRow; recipient: string; moment: Moment }
): Promise<ReminderGroup | null> {
  if (row.purpose !== 'appointment-reminder' || row.about_start === null) return null
  const { day, settings, now } = moment
  const people = await peopleOnNumber(transaction, recipient, day)
  const start = Temporal.Instant.from(row.about_start).toZonedDateTimeISO(settings.timeZone).startOfDay()
  const waiting = await waitingReminders(transaction, {
    patientIds: people.map(({ patientId }) => patientId),
    from: storedMoment(start.toInstant()),
    until: storedMoment(start.add({ days: 1 }).toInstant())
  })
  const limit = storedMoment(now.add({ hours: TOGETHER_HOURS }))
  const members: MessageRow[] = []
  let isProtected = false
  for (const other of nextOfEach(waiting, row)) {
    if (other.due_at > limit) continue
    const { verdict, person } = await judgeMessage(context, transaction, other, moment)
    if (verdict.kind !== 'send' || verdict.recipient !== recipient) continue
    members.push(other)
    isProtected ||= person?.isProtected ?? false
  }
  if (members.length === 0) return null
  const all = [row, ...members]
  return {
    members,
    isProtected,
    firstStart: earliestOf(all.map(({ about_start }) => about_start ?? row.about_start ?? '')),
    expiresAt: earliestOf(all.map(({ expires_at }) => expires_at))
  }
}

/** The first reminder that waits for each other appointment. */
function nextOfEach(waiting: readonly MessageRow[], row: MessageRow): MessageRow[] {
  const seen = new Set([row.appointment_id])
  return waiting.filter(({ appointment_id }) => {
    const isNew = !seen.has(appointment_id)
    seen.add(appointment_id)
    return isNew
  })
}

function earliestOf(moments: readonly string[]): string {
  return moments.reduce((first, moment) => (momentMs(moment) < momentMs(first) ? moment : first))
}
