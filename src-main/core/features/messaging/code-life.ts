import type { CodeLife } from '@contract/codes'
import type { Country } from '@contract/values'
import { formatTelephone } from '../../platform/telephone'
import type { CodeLifeRow } from './code-life.queries'
import { endOf, lifeStateOf } from './code-life.rules'
import { nameOf } from './person.queries'

/** What the desk is shown of a code: every step, and never the code. */
export function toCodeLife(row: CodeLifeRow, { now, country }: { now: string; country: Country }): CodeLife {
  const state = lifeStateOf(row, row.message_state, now)
  const hasFailed = state === 'failed' || state === 'uncertain'
  return {
    id: row.id,
    patientId: row.patient_id,
    patientName: nameOf(row),
    channel: row.channel,
    mobileDisplay: row.channel === 'sms' ? formatTelephone(row.mobile, country) : row.mobile,
    source: row.source,
    askedBy: row.asked_by_name,
    askedAt: row.asked_at,
    modemAt: row.submitted_at,
    sentAt: row.sent_at,
    deliveredAt: row.delivered_at,
    endedAt: endOf(state, {
      expiresAt: row.expires_at,
      codeEndedAt: row.ended_at,
      messageEndedAt: row.message_ended_at
    }),
    expiresAt: row.expires_at,
    state,
    failure: hasFailed ? (row.reason ?? 'sms-failed') : null,
    wrongTries: row.tries
  }
}
