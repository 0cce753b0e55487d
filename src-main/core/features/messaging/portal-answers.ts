import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { noticeRefusal } from './channel.rules'
import { findText } from './channel-text'
import { momentOf, type MessagingContext } from './context'
import { ended } from './ended'
import { clinicValues } from './message-text.rules'
import { storedMoment } from './moment'
import { enqueue } from './outbox'
import { changeMessage, listByKey } from './outbox.queries'
import { readPerson } from './person'
import { renderTemplate } from './template.rules'

/** So long the desk may take its answer back before anybody is told of it. */
const UNDO_MINUTES = 5
/** After that the patient has looked, or asks in another way. */
const WORTH_HOURS = 72

/** Tells a patient that the desk has answered at the portal; what it has answered is read there alone. */
export interface PortalAnswers {
  /** Once for each request, and only who has agreed to notices of messages. */
  tell(transaction: Transaction, about: { requestId: number; patientId: PatientId }): Promise<void>
  /** The desk has taken its answer back: what has not left does not leave. */
  takeBack(transaction: Transaction, requestId: number): Promise<void>
  /** To be called once the transaction is on disk. */
  wake(): void
}

export function createPortalAnswers(context: MessagingContext, wake: () => void): PortalAnswers {
  const momentIn = async (transaction: Transaction) =>
    momentOf(await context.settings.read(transaction), context.clock.now())
  return {
    async tell(transaction, { requestId, patientId }) {
      const moment = await momentIn(transaction)
      const { settings, now, day } = moment
      const earlier = await listByKey(transaction, prefixOf(requestId))
      if (earlier.some(({ state }) => state !== 'cancelled')) return
      const person = await readPerson(transaction, { patientId, purpose: 'texts' }, day)
      if (!person?.target.ok || noticeRefusal(person) !== null) return
      const { target, isProtected } = person
      const language = target.language ?? settings.language
      const named = { channel: 'sms', purpose: 'portal-answer', language } as const
      const template = await findText(context, transaction, named)
      const values = clinicValues({ settings, language, isProtected })
      const draft = {
        ...({ patient_id: patientId, purpose: 'portal-answer', language, recipient: target.e164 } as const),
        key: `${prefixOf(requestId)}${earlier.length + 1}`,
        body: renderTemplate(template.body, isProtected ? { ...values, telephone: '' } : values),
        template_version: template.version,
        not_before: storedMoment(now.add({ minutes: UNDO_MINUTES })),
        expires_at: storedMoment(now.add({ hours: WORTH_HOURS })),
        created_at: storedMoment(now)
      }
      await enqueue(transaction, draft, settings.messaging.segmentPriceMinor)
    },
    async takeBack(transaction, requestId) {
      const end = ended('cancelled', 'answer-taken-back', await momentIn(transaction))
      for (const { id } of await listByKey(transaction, prefixOf(requestId)))
        await changeMessage(transaction, { id, from: 'queued' }, end)
    },
    wake
  }
}

const prefixOf = (requestId: number): string => `portal-answer/${requestId}/`
