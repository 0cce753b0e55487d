import type { Letter } from '@contract/letters'
import { Temporal } from 'temporal-polyfill'
import type { MessagingMoment } from '../messaging'
import { addressedOf } from './compose'
import { deliveryOf } from './delivery.rules'
import { isLateByPost } from './letter-plan.rules'
import type { LetterRow } from './letter.queries'
import { daysUntil } from './make-letters'

export function toLetter(row: LetterRow, moment: MessagingMoment): Letter {
  const addressed = addressedOf(row, moment.day)
  return {
    id: row.id,
    patientId: row.patient_id,
    patientName: addressed.name,
    kind: row.kind,
    cause: row.cause,
    about: row.about_start,
    language: row.language,
    subject: row.subject,
    state: row.state,
    reason: row.reason,
    delivery: deliveryOf(addressed),
    isLate: row.state === 'waiting' && isLate(row.about_start, moment),
    createdAt: row.created_at,
    createdBy: row.author,
    printedAt: row.printed_at,
    printedBy: row.printer
  }
}

function isLate(start: string | null, moment: MessagingMoment): boolean {
  if (start === null) return false
  const date = Temporal.Instant.from(start).toZonedDateTimeISO(moment.settings.timeZone).toPlainDate()
  return isLateByPost(daysUntil(date.toString(), moment))
}
