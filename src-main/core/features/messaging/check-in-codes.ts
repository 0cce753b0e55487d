import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import type { MessagingContext } from './context'
import { appointmentValues, type TextSource } from './message-text.rules'
import { momentMs } from './moment'
import type { MessageRow } from './outbox.queries'
import { wordOf } from './reply-texts'

interface CodeRequest {
  readonly rows: readonly Pick<MessageRow, 'appointment_id' | 'about_start'>[]
  readonly source: TextSource
  readonly now: Temporal.Instant
}

/**
 * What these appointments are checked in with: one code, or several in time order, each with its hour, which tells them
 * apart without a name. Empty while the clinic offers no check-in.
 */
export async function checkInCodes(
  { checkInCode }: Pick<MessagingContext, 'checkInCode'>,
  reader: Reader,
  { rows, source, now }: CodeRequest
): Promise<string> {
  const codes: TimedCode[] = []
  for (const { appointment_id: id, about_start: start } of rows) {
    const code = id === null || start === null ? '' : await checkInCode(reader, { id, start })
    if (start !== null && code !== '') codes.push({ start, code })
  }
  codes.sort((one, other) => momentMs(one.start) - momentMs(other.start))
  return codesText(codes, source, now)
}

export interface TimedCode {
  readonly start: string
  readonly code: string
}

export function codesText(codes: readonly TimedCode[], source: TextSource, now: Temporal.Instant): string {
  const [only] = codes
  if (codes.length === 1 && only) return only.code
  return codes.map(({ start, code }) => `${clockOf(start, source, now)}: ${code}`).join(', ')
}

function clockOf(start: string, source: TextSource, now: Temporal.Instant): string {
  const values = appointmentValues(source, { start: Temporal.Instant.from(start), now })
  return wordOf('clock', source.language, values)
}
