import type { Temporal } from 'temporal-polyfill'
import type { AppointmentId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { findAppointment, listTypes } from '../appointments'
import { readMark, writeMark } from '../settings'
import { planInput, putIn, readKnown, supersede } from './appointment-messages'
import type { Told } from './appointment-messages.queries'
import { planMessages } from './appointment-plan.rules'
import { momentOf, readMoment, type MessagingContext, type Moment } from './context'
import { storedMoment } from './moment'
import { changeMessage, type MessageRow } from './outbox.queries'
import { readPersonOn } from './person'
import { bookedAfter, type PlanCursor } from './replan.queries'
import { putOffUntil } from './message-state.rules'

/** What the reminders that wait were planned by. */
const PLAN_MARK = 'reminder-plan'
const BATCH = 100
/** Another reminder so soon after one that has left says nothing new. */
const APART_HOURS = 12

type Cause = 'at-start' | 'now'

export interface Replanner {
  /** The settings or the types have changed: what waits may be planned otherwise. */
  noteChange(): void
  /** Plans anew what waits, when it was planned by other rules. @returns whether anything may have changed */
  run(): Promise<boolean>
}

/** Brings waiting reminders in line with changed hours, quiet hours and types; a crash in between only repeats it. */
export function createReplanner(context: MessagingContext): Replanner {
  let mayHaveChanged: Cause | null = 'at-start'
  return {
    noteChange() {
      mayHaveChanged = 'now'
    },
    async run() {
      if (mayHaveChanged === null || !(await context.settings.exists())) return false
      const cause = mayHaveChanged
      // A change while this runs is noted for the next time.
      mayHaveChanged = null
      try {
        return await replanIfChanged(context, cause)
      } catch (error) {
        mayHaveChanged ??= cause
        throw error
      }
    }
  }
}

async function replanIfChanged(context: MessagingContext, cause: Cause): Promise<boolean> {
  const rules = await planRules(context)
  const before = await readMark(context.database.reader, PLAN_MARK)
  if (before === rules) return false
  // A clinic that has never planned by a mark has planned by its present rules.
  if (before !== null || cause === 'now') await replanAll(context)
  await context.database.write((transaction) => writeMark(transaction, PLAN_MARK, rules))
  return true
}

async function planRules({ settings, database }: MessagingContext): Promise<string> {
  const { messaging, country, timeZone } = await settings.read()
  const { reminderHours, reminderMinimumMinutes, quietFrom, quietUntil } = messaging
  const types = (await listTypes(database.reader)).map((type) => [type.id, type.reminderHours])
  return JSON.stringify({
    reminderHours,
    reminderMinimumMinutes,
    quietFrom,
    quietUntil,
    country,
    timeZone,
    types
  })
}

async function replanAll(context: MessagingContext): Promise<void> {
  const { now } = await readMoment(context)
  let after: PlanCursor | null = null
  for (;;) {
    const batch: PlanCursor[] = await bookedAfter(context.database.reader, {
      from: storedMoment(now),
      after,
      limit: BATCH
    })
    await context.database.write(async (transaction) => {
      const moment = momentOf(await context.settings.read(transaction), context.clock.now())
      for (const { id } of batch) await replanOne(context, transaction, id, moment)
    })
    after = batch.at(-1) ?? null
    if (batch.length < BATCH) return
  }
}

async function replanOne(
  context: MessagingContext,
  transaction: Transaction,
  id: AppointmentId,
  moment: Moment
): Promise<void> {
  const after = await findAppointment(transaction, id)
  if (!after) return
  const { known, told } = await readKnown(transaction, id)
  const input = await planInput(context, transaction, { after, notifyPatient: false, told, moment })
  const earliestMs = lastReminderMs(told) + APART_HOURS * 3_600_000
  const wanted = planMessages(input).filter(
    ({ purpose, notBefore }) => purpose === 'appointment-reminder' && notBefore.epochMilliseconds > earliestMs
  )
  for (const row of known.filter(isWaitingReminder)) {
    const planned = wanted.find(({ key }) => key === row.key)
    if (!planned) await supersede(transaction, row, { reason: 'settings-changed', moment })
    else await moveTo(transaction, row, planned)
  }
  const missing = wanted.filter(({ key }) => !known.some((row) => row.key === key && isWaitingReminder(row)))
  if (missing.length === 0) return
  const person = await readPersonOn(
    transaction,
    { patientId: after.patientId, purpose: 'appointments' },
    {
      day: moment.day,
      isEmailOn: await context.email.isOn(transaction)
    }
  )
  await putIn(context, transaction, { messages: missing, change: { after }, person, moment, known, told })
}

function isWaitingReminder({ purpose, state, parts_accepted }: MessageRow): boolean {
  return purpose === 'appointment-reminder' && state === 'queued' && parts_accepted === 0
}

function lastReminderMs(told: readonly Told[]): number {
  const sent = told.flatMap(({ purpose, sent_at }) =>
    purpose === 'appointment-reminder' && sent_at !== null ? [Date.parse(sent_at)] : []
  )
  return Math.max(0, ...sent)
}

async function moveTo(
  transaction: Transaction,
  row: MessageRow,
  { notBefore, expiresAt }: { notBefore: Temporal.Instant; expiresAt: Temporal.Instant }
): Promise<void> {
  const not_before = storedMoment(notBefore)
  const expires_at = storedMoment(expiresAt)
  if (row.not_before === not_before && row.expires_at === expires_at) return
  await changeMessage(
    transaction,
    { id: row.id, from: 'queued' },
    { not_before, due_at: putOffUntil(not_before, { expires_at }), expires_at }
  )
}
