import type { MessageState } from '@contract/messages'
import { z } from 'zod'
import { AppError } from '../../platform/app-error'
import { parseMobile } from '../../platform/telephone'
import { readMoment, type MessagingContext } from './context'
import { statesOfKeys } from './messages.queries'
import { storedMoment } from './moment'
import { enqueue } from './outbox'

/** A text of the operator's own: no consent, quiet hours or cost ceiling, valid for a day. */
export const OperatorSms = z.strictObject({
  to: z.string().min(3).max(30),
  text: z.string().min(1).max(5_000),
  key: z.string().min(1).max(200)
})
export type OperatorSms = z.infer<typeof OperatorSms>

/** `sent` counts all that the modem accepted, `delivered` those of them whose report had come. */
export interface OperatorSmsSummary {
  readonly sent: number
  readonly delivered: number
  readonly failed: number
  readonly uncertain: number
  readonly expired: number
  readonly messages: readonly {
    readonly key: string
    readonly to: string
    readonly state: MessageState
    readonly attempts: number
  }[]
}

const PREFIX = 'operator/'
const OPERATOR_HOURS = 24
/** Of one transaction, and of one query. */
const BATCH = 500

const UNDER_WAY: ReadonlySet<MessageState> = new Set(['queued', 'sending'])

/**
 * Puts the operator's texts into the outbox; a key seen before adds nothing.
 * @throws AppError `mobile-length` and its kin for a number that cannot be one; then nothing is put in
 */
export async function enqueueOperator(
  context: MessagingContext,
  messages: readonly OperatorSms[]
): Promise<void> {
  const { settings, now } = await readMoment(context)
  const at = storedMoment(now)
  const drafts = messages.map(({ to, text, key }) => ({
    key: `${PREFIX}${key}`,
    purpose: 'operator' as const,
    language: settings.language,
    recipient: recipientOf(to, settings.country),
    body: text,
    not_before: at,
    expires_at: storedMoment(now.add({ hours: OPERATOR_HOURS })),
    created_at: at
  }))
  for (let index = 0; index < drafts.length; index += BATCH) {
    await context.database.write(async (transaction) => {
      for (const draft of drafts.slice(index, index + BATCH))
        await enqueue(transaction, draft, settings.messaging.segmentPriceMinor)
    })
  }
}

function recipientOf(to: string, country: Parameters<typeof parseMobile>[1]): string {
  const bare = to.replace(/[\s()-]/g, '')
  // The operator answers for a number given in full; a short code has five digits at most.
  if (/^\+\d{6,15}$/.test(bare) || /^\d{3,5}$/.test(bare)) return bare
  const reading = parseMobile(to, country)
  if (!reading.ok) throw new AppError(reading.code)
  return reading.e164
}

/** What became of each key, in the order given. Null while one of them has not ended. */
export async function summariseKeys(
  { database }: MessagingContext,
  messages: readonly OperatorSms[]
): Promise<OperatorSmsSummary | null> {
  const found = new Map<string, Awaited<ReturnType<typeof statesOfKeys>>[number]>()
  const keys = [...new Set(messages.map(({ key }) => `${PREFIX}${key}`))]
  for (let index = 0; index < keys.length; index += BATCH) {
    for (const row of await statesOfKeys(database.reader, keys.slice(index, index + BATCH))) {
      if (UNDER_WAY.has(row.state)) return null
      found.set(row.key, row)
    }
  }
  const rows = [...found.values()]
  const count = (...states: MessageState[]) => rows.filter(({ state }) => states.includes(state)).length
  return {
    sent: count('sent', 'delivered'),
    delivered: count('delivered'),
    failed: count('failed', 'blocked', 'cancelled', 'superseded'),
    uncertain: count('uncertain'),
    expired: count('expired'),
    messages: rows.map(({ key, recipient, state, attempts }) => ({
      key: key.slice(PREFIX.length),
      to: recipient ?? '',
      state,
      attempts
    }))
  }
}
