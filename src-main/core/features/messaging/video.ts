import type { AppointmentId, PatientId } from '@contract/ids'
import type { Language } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../database/database'
import { deriveKey } from '../../database/key-envelope'
import { toStoredInstant } from '../../platform/clock'
import { channelRefusal } from './channel.rules'
import { momentOf, readMoment, type MessagingContext, type Moment } from './context'
import type { Chore } from './housekeeping'
import { appointmentValues } from './message-text.rules'
import { storedMoment } from './moment'
import { enqueue } from './outbox'
import { readPerson } from './person'
import { renderTemplate } from './template.rules'
import { videoAppointments, videoMessages, type VideoMessage, type VideoRow } from './video.queries'
import {
  LATE_TEXT_MINUTES,
  videoLink,
  videoStep,
  videoTimes,
  type KnownVideoMessage,
  type VideoSettings,
  type VideoStep
} from './video.rules'

export interface LateVideo {
  readonly appointmentId: AppointmentId
  readonly patientId: PatientId
  readonly start: string
}

/** What becomes of a visit whose patient may have left; tasks stand after messaging. */
export interface VideoFollowUp {
  /** In the transaction of the text that says so. @returns false when it was done before */
  create(transaction: Transaction, late: LateVideo): Promise<boolean>
  isDone(reader: Reader, late: LateVideo): Promise<boolean>
  /** After that is committed. */
  announce(): void
}

/** A visit and what was written about it at the time it has now. */
export interface VideoView extends VideoRow {
  readonly link: string | null
  readonly linkAt: Temporal.Instant
  readonly mayLeaveAt: Temporal.Instant
  readonly linkMessage: VideoMessage | null
  /** Its moment has passed without a link: the PC was off, or the visit was booked too late. */
  readonly isLinkMissed: boolean
  readonly lateMessage: VideoMessage | null
}

export interface Video {
  readonly chore: Chore
  /** Those that start in [from, until), in time order. */
  views(reader: Reader, span: { from: string; until: string }): Promise<VideoView[]>
}

/** So long after its start a late visit is still followed up: the PC may have been off over a weekend. */
const FOLLOW_UP_HOURS = 72
/** How far ahead the next link is looked for; a booking wakes the outbox anyhow. */
const AHEAD_HOURS = 24

/** Sends the links of video visits, says once that the patient may leave, and has that followed up. */
export function createVideo(
  context: MessagingContext,
  { key, followUp }: { key: Buffer; followUp: VideoFollowUp }
): Video {
  const roomKey = deriveKey(key, 'video rooms')
  const { database, events } = context

  async function due(): Promise<{ row: VideoRow; step: VideoStep }[]> {
    const { settings, now } = await readMoment(context)
    const { video } = settings.messaging
    if (video.baseAddress === null) return []
    const rows = await videoAppointments(database.reader, {
      from: toStoredInstant(now.subtract({ hours: FOLLOW_UP_HOURS })),
      until: toStoredInstant(now.add({ minutes: video.linkMinutes, seconds: 1 }))
    })
    const steps: { row: VideoRow; step: VideoStep }[] = []
    for (const row of rows) {
      const step = await stepOf(database.reader, row, { settings: video, now })
      if (step !== 'none') steps.push({ row, step })
    }
    return steps
  }

  async function stepOf(
    reader: Reader,
    row: VideoRow,
    { settings, now }: { settings: VideoSettings; now: Temporal.Instant }
  ): Promise<VideoStep> {
    const known: readonly KnownVideoMessage[] = await videoMessages(reader, [row.id])
    const isFollowedUp = await followUp.isDone(reader, lateOf(row))
    return videoStep(row, known, { settings, now, isFollowedUp })
  }

  async function take(row: VideoRow): Promise<void> {
    const late = await database.write(async (transaction) => {
      const moment = momentOf(await context.settings.read(transaction), context.clock.now())
      // It may have been moved, cancelled or begun since it was looked at.
      const rows = await videoAppointments(transaction, { from: row.start, until: afterOf(row.start) })
      const now = rows.find(({ id }) => id === row.id)
      if (!now) return false
      const step = await stepOf(transaction, now, {
        settings: moment.settings.messaging.video,
        now: moment.now
      })
      if (step === 'none') return false
      if (step !== 'send-link') await followUp.create(transaction, lateOf(now))
      if (step !== 'follow-up') {
        const purpose = step === 'say-late' ? 'video-late' : 'video-link'
        await write(transaction, { row: now, moment, purpose })
      }
      return step !== 'send-link'
    })
    events.publish('messages.changed', { patientId: row.patientId, appointmentId: row.id })
    if (late) followUp.announce()
  }

  async function write(transaction: Transaction, message: Written): Promise<void> {
    const { row, moment, purpose } = message
    const { settings, now } = moment
    const link = videoLink(settings.messaging.video, roomKey, row)
    const expiresAt = expiryOf(message)
    if (link === null || Temporal.Instant.compare(expiresAt, now) <= 0) return
    const person = await readPerson(transaction, { patientId: row.patientId, purpose: 'video' }, moment.day)
    const target = person?.target
    const language: Language = (target?.ok ? target.language : null) ?? settings.language
    const start = Temporal.Instant.from(row.start)
    const source = { settings, language, isProtected: person?.isProtected ?? false }
    const template = await context.templates.find(transaction, { channel: 'sms', purpose, language })
    const body = renderTemplate(template.body, {
      ...appointmentValues(source, { start, now }),
      link,
      minutes: String(settings.messaging.video.patienceMinutes)
    })
    await enqueue(
      transaction,
      {
        key: `appointment/${row.id}/${purpose}/${start.toString()}`,
        patient_id: row.patientId,
        appointment_id: row.id,
        about_start: storedMoment(start),
        purpose,
        language,
        recipient: target?.ok ? target.e164 : null,
        body,
        template_version: template.version,
        reason: person ? channelRefusal({ ...person, reminderConsent: person.videoConsent }, 'sms') : null,
        not_before: storedMoment(now),
        expires_at: storedMoment(expiresAt),
        created_at: storedMoment(now)
      },
      settings.messaging.segmentPriceMinor
    )
  }

  return {
    chore: {
      name: 'video',
      async run() {
        if (!(await context.settings.exists())) return
        for (const { row } of await due()) await take(row)
      },
      nextMoment: async () => await nextVideoMoment(context)
    },
    async views(reader, span) {
      const { messaging } = await context.settings.read(reader)
      const rows = await videoAppointments(reader, span)
      const messages = await videoMessages(
        reader,
        rows.map(({ id }) => id)
      )
      return rows.map((row) =>
        viewOf(row, messages, { settings: messaging.video, roomKey, now: context.clock.now() })
      )
    }
  }
}

interface Written {
  readonly row: VideoRow
  readonly moment: Moment
  readonly purpose: 'video-link' | 'video-late'
}

function lateOf({ id, patientId, start }: VideoRow): LateVideo {
  return { appointmentId: id, patientId, start }
}

function afterOf(start: string): string {
  return toStoredInstant(Temporal.Instant.from(start).add({ seconds: 1 }))
}

/** A link is of use until the patient may leave; that one may is news for an hour. */
function expiryOf({ row, moment, purpose }: Written): Temporal.Instant {
  if (purpose === 'video-late') return Temporal.Instant.from(row.start).add({ minutes: LATE_TEXT_MINUTES })
  return videoTimes(moment.settings.messaging.video, row.start).mayLeaveAt
}

/** When the next link leaves or the next patient may; null when no visit is near. */
async function nextVideoMoment(context: MessagingContext): Promise<Temporal.Instant | null> {
  if (!(await context.settings.exists())) return null
  const { settings, now } = await readMoment(context)
  const { video } = settings.messaging
  if (video.baseAddress === null) return null
  const rows = await videoAppointments(context.database.reader, {
    from: toStoredInstant(now.subtract({ minutes: video.patienceMinutes })),
    until: toStoredInstant(now.add({ hours: AHEAD_HOURS }))
  })
  const moments = rows.flatMap(({ start }) => {
    const { linkAt, mayLeaveAt } = videoTimes(video, start)
    return [linkAt, mayLeaveAt.add({ seconds: 1 })]
  })
  const coming = moments.filter((moment) => Temporal.Instant.compare(moment, now) > 0)
  return (
    coming.sort((one, other) => Temporal.Instant.compare(one, other))[0] ?? now.add({ hours: AHEAD_HOURS })
  )
}

function viewOf(
  row: VideoRow,
  messages: readonly VideoMessage[],
  { settings, roomKey, now }: { settings: VideoSettings; roomKey: Buffer; now: Temporal.Instant }
): VideoView {
  const own = messages.filter(
    ({ appointment_id, about_start }) =>
      appointment_id === row.id && about_start !== null && Date.parse(about_start) === Date.parse(row.start)
  )
  const times = videoTimes(settings, row.start)
  const link = videoLink(settings, roomKey, row)
  const linkMessage = own.findLast(({ purpose }) => purpose === 'video-link') ?? null
  const isTooLate = Temporal.Instant.compare(now, times.mayLeaveAt) > 0
  return {
    ...row,
    ...times,
    link,
    linkMessage,
    isLinkMissed: link !== null && linkMessage === null && isTooLate,
    lateMessage: own.findLast(({ purpose }) => purpose === 'video-late') ?? null
  }
}
