import { randomBytes } from 'node:crypto'
import type { CodeSource, CodeState } from '@contract/codes'
import type { ConsentChannel } from '@contract/consents'
import type { MessageId, PatientId } from '@contract/ids'
import type { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { formatTelephone } from '../../platform/telephone'
import type { Actor } from '../../rpc/handlers'
import { consentState } from '../consents'
import { findText } from './channel-text'
import { codeAddress } from './code-address'
import { ended } from './ended'
import { CODE_MARK, CODE_MINUTES, hashCode, makeCode, minutesToNextCode, MOST_TRIES } from './code.rules'
import { activeCode, askedSince, insertCode, newestCode, updateCode, type CodeRow } from './codes.queries'
import type { MessagingContext, Moment } from './context'
import { clinicValues } from './message-text.rules'
import { earliest, minutesUntil, storedMoment } from './moment'
import { enqueue } from './outbox'
import { changeMessage, findMessage } from './outbox.queries'
import { readPersonRow } from './person.queries'
import { renderTemplate } from './template.rules'

export const DAY_HOURS = 24

export interface CodeContext extends MessagingContext {
  /** Keys the hashes; derived from the clinic's key and kept nowhere. */
  readonly codeKey: Buffer
}

export interface AskedCode {
  readonly patientId: PatientId
  readonly channel: ConsentChannel | null
  readonly actor: Actor
  readonly moment: Moment
  readonly source?: CodeSource
  /** A mobile that is not the patient's yet and is to be proven: the code goes there. E.164. */
  readonly newMobile?: string | null
  /** When it is too late, where that is sooner than usual. */
  readonly until?: Temporal.Instant
}

/**
 * Puts a new code into the outbox and ends the one before, whoever asked for that. Without a channel named it goes as
 * `codeAddress` says.
 * @returns the message that carries it
 * @throws AppError `not-found`, `mobile-missing`, `email-missing`, `email-off`, `email-protected`, `reserved`,
 * `consent-withdrawn`, `code-limit`
 */
export async function sendCode(
  context: CodeContext,
  transaction: Transaction,
  { patientId, channel: wanted, actor, moment, source = 'desk', newMobile = null, until }: AskedCode
): Promise<MessageId> {
  const { settings, now, day } = moment
  const person = await readPersonRow(transaction, patientId)
  if (!person) throw new AppError('not-found')
  if (person.isReserved) throw new AppError('reserved')
  const { channel, address } =
    newMobile === null
      ? await codeAddress(context, transaction, { patientId, person, wanted })
      : { channel: 'sms' as const, address: newMobile }
  const consent = await consentState(transaction, { patientId, purpose: 'one-time-code', channel }, day)
  // The patient asks for it at the desk, so no decision is no obstacle; a "no" is.
  if (consent.state === 'withdrawn') throw new AppError('consent-withdrawn')
  await assertWithinLimits(transaction, { patientId, mobile: address, now })
  await replaceActive(transaction, patientId, moment)

  const digits = makeCode()
  const language = person.language ?? settings.language
  const template = await findText(context, transaction, { channel, purpose: 'one-time-code', language })
  const at = storedMoment(now)
  const usual = now.add({ minutes: CODE_MINUTES })
  const end = until ? earliest(until, usual) : usual
  const expiresAt = storedMoment(end)
  const values = {
    ...clinicValues({ settings, language, isProtected: person.isProtected }),
    code: CODE_MARK,
    minutes: String(Math.max(1, Math.floor(minutesUntil(now, end))))
  }
  const messageId = await enqueue(
    transaction,
    {
      key: `code/${randomBytes(12).toString('hex')}`,
      patient_id: patientId,
      purpose: 'one-time-code',
      channel,
      language,
      recipient: address,
      body: renderTemplate(template.body, values),
      code_digits: digits,
      template_version: template.version,
      not_before: at,
      expires_at: expiresAt,
      created_at: at,
      created_by: actor.userId
    },
    settings.messaging.segmentPriceMinor
  )
  if (messageId === null) throw new Error('A random key was taken.')
  const salt = randomBytes(16).toString('base64')
  await insertCode(transaction, {
    patient_id: patientId,
    channel,
    mobile: address,
    code_hash: hashCode(context.codeKey, salt, digits),
    salt,
    message_id: messageId,
    state: 'active',
    asked_at: at,
    asked_by: actor.userId,
    source,
    expires_at: expiresAt,
    ended_at: null
  })
  await context.audit.record(transaction, actor, { action: 'code.sent', patientId })
  return messageId
}

/** @throws AppError `code-limit` with the minutes to wait */
async function assertWithinLimits(
  transaction: Transaction,
  { patientId, mobile, now }: { patientId: PatientId; mobile: string; now: Temporal.Instant }
): Promise<void> {
  const since = storedMoment(now.subtract({ hours: DAY_HOURS }))
  const asked = await askedSince(transaction, { patientId, mobile, since })
  const minutes = minutesToNextCode(asked, { patientId, mobile, now })
  if (minutes > 0) throw new AppError('code-limit', { minutes })
}

async function replaceActive(transaction: Transaction, patientId: PatientId, moment: Moment): Promise<void> {
  const active = await activeCode(transaction, patientId)
  if (!active) return
  const isExpired = active.expires_at <= storedMoment(moment.now)
  await endCode(transaction, active, { state: isExpired ? 'expired' : 'replaced', moment })
}

/** The digits of a code that has ended go with it; one still waiting to be sent is not sent. */
export async function endCode(
  transaction: Transaction,
  code: CodeRow,
  { state, moment }: { state: 'used' | 'replaced' | 'ended' | 'expired'; moment: Moment }
): Promise<void> {
  await updateCode(transaction, code.id, { state, ended_at: storedMoment(moment.now) })
  await changeMessage(
    transaction,
    { id: code.message_id, from: 'queued' },
    ended('superseded', `code-${state}`, moment)
  )
}

/** Where the newest code is on its way; null when none was asked for within a day. */
export async function currentCode(
  reader: Reader,
  patientId: PatientId,
  { settings, now }: Moment
): Promise<CodeState | null> {
  const code = await newestCode(reader, patientId)
  if (!code || code.asked_at <= storedMoment(now.subtract({ hours: DAY_HOURS }))) return null
  const message = await findMessage(reader, code.message_id)
  if (!message) return null
  const state = stateOf(code, message.state, storedMoment(now))
  return {
    id: code.id,
    patientId,
    channel: code.channel,
    mobileDisplay: code.channel === 'sms' ? formatTelephone(code.mobile, settings.country) : code.mobile,
    askedAt: code.asked_at,
    sentAt: message.sent_at,
    deliveredAt: message.delivered_at,
    expiresAt: code.expires_at,
    state,
    failure: state === 'failed' ? message.reason : null,
    triesLeft: MOST_TRIES - code.tries
  }
}

const ON_THE_WAY = {
  queued: 'asked',
  sending: 'on-modem',
  sent: 'sent',
  delivered: 'delivered',
  failed: 'failed',
  uncertain: 'uncertain',
  expired: 'expired',
  superseded: 'replaced',
  blocked: 'failed',
  cancelled: 'failed'
} as const

function stateOf(code: CodeRow, message: keyof typeof ON_THE_WAY, now: string): CodeState['state'] {
  if (code.state !== 'active') return code.state
  if (code.expires_at <= now) return 'expired'
  return ON_THE_WAY[message]
}
