import type { MessageState } from '@contract/messages'
import type { Country } from '@contract/values'
import { z } from 'zod'
import { parseMobile } from '../../platform/telephone'
import { readMoment, type MessagingContext } from './context'
import { statesOfKeys } from './messages.queries'
import { storedMoment } from './moment'
import { enqueue } from './outbox'

/**
 * A text of the operator's own: no consent, quiet hours or cost ceiling, valid for a day. Whether number and text can
 * be sent is asked of each one by itself.
 */
export const OperatorSms = z.strictObject({
  to: z.string().max(200),
  text: z.string().max(100_000),
  key: z.string().min(1).max(200)
})
export type OperatorSms = z.infer<typeof OperatorSms>

interface EndedSms {
  readonly key: string
  readonly to: string
  readonly state: MessageState
  readonly attempts: number
}

/** `sent` counts all that the modem accepted, `delivered` those of them whose report had come. */
export interface OperatorSmsSummary {
  readonly sent: number
  readonly delivered: number
  readonly failed: number
  readonly uncertain: number
  readonly expired: number
  /** One for each key, in the order given. */
  readonly messages: readonly EndedSms[]
}

const PREFIX = 'operator/'
const OPERATOR_HOURS = 24
/** 3GPP TS 23.040 § 9.2.3.24.1 counts to 255 parts; so long a text is a mistake well before. */
const LONGEST_TEXT = 5_000
/** Of one transaction, and of one query. */
const BATCH = 500

const UNDER_WAY: ReadonlySet<MessageState> = new Set(['queued', 'sending'])

/**
 * Puts the operator's texts into the outbox; a key seen before adds nothing. One that can never be sent, by its number
 * or its text, is left out and stops none of the others.
 */
export async function enqueueOperator(
  context: MessagingContext,
  messages: readonly OperatorSms[]
): Promise<void> {
  const { settings, now } = await readMoment(context)
  const at = storedMoment(now)
  const drafts = messages.flatMap(({ to, text, key }) => {
    const recipient = recipientOf(to, settings.country)
    if (recipient === null || text.trim() === '' || text.length > LONGEST_TEXT) return []
    return {
      key: keyOf({ key }),
      purpose: 'operator' as const,
      language: settings.language,
      recipient,
      body: text,
      not_before: at,
      expires_at: storedMoment(now.add({ hours: OPERATOR_HOURS })),
      created_at: at
    }
  })
  for (let index = 0; index < drafts.length; index += BATCH) {
    await context.database.write(async (transaction) => {
      for (const draft of drafts.slice(index, index + BATCH))
        await enqueue(transaction, draft, settings.messaging.segmentPriceMinor)
    })
  }
}

/** As it stands in the outbox, apart from what the program plans by itself. */
export function keyOf({ key }: Pick<OperatorSms, 'key'>): string {
  return PREFIX + key
}

/** Null for a number that cannot be one. */
function recipientOf(to: string, country: Country): string | null {
  const bare = to.replace(/[\s()-]/g, '')
  // The operator answers for a number given in full; a short code has five digits at most.
  if (/^\+[1-9]\d{5,14}$/.test(bare) || /^\d{3,5}$/.test(bare)) return bare
  const reading = parseMobile(to, country)
  return reading.ok ? reading.e164 : null
}

/** The messages of these keys that have not ended; a key that is not in the outbox has. */
export async function openKeys(
  { database }: MessagingContext,
  keys: readonly string[]
): Promise<readonly string[]> {
  const open: string[] = []
  for (const row of await rowsOf(database, keys)) if (UNDER_WAY.has(row.state)) open.push(row.key)
  return open
}

/** What became of each key. What is not in the outbox could never be sent. */
export async function summariseKeys(
  { database }: MessagingContext,
  messages: readonly OperatorSms[]
): Promise<OperatorSmsSummary> {
  const firstOfKey = new Map(messages.toReversed().map((message) => [keyOf(message), message]))
  const keys = [...new Set(messages.map(keyOf))]
  const found = new Map((await rowsOf(database, keys)).map((row) => [row.key, row]))
  const ended = keys.map((key): EndedSms => {
    const row = found.get(key)
    return {
      key: key.slice(PREFIX.length),
      to: row?.recipient ?? firstOfKey.get(key)?.to ?? '',
      state: row?.state ?? 'failed',
      attempts: row?.attempts ?? 0
    }
  })
  const count = (...states: MessageState[]) => ended.filter(({ state }) => states.includes(state)).length
  return {
    sent: count('sent', 'delivered'),
    delivered: count('delivered'),
    failed: count('failed', 'blocked', 'cancelled', 'superseded'),
    uncertain: count('uncertain'),
    expired: count('expired'),
    messages: ended
  }
}

async function rowsOf(database: MessagingContext['database'], keys: readonly string[]) {
  const rows: Awaited<ReturnType<typeof statesOfKeys>> = []
  for (let index = 0; index < keys.length; index += BATCH)
    rows.push(...(await statesOfKeys(database.reader, keys.slice(index, index + BATCH))))
  return rows
}
