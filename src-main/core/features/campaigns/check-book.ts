import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import type { CheckAnswer, CheckBook, CheckOutcome } from '../messaging'
import { markContactVerified, markMobileDisputed, standingPatientId } from '../patients'
import { changeCheck, sentChecksTo, type SentCheck } from './check.queries'
import type { CampaignContext } from './context'
import { createFillChore } from './fill'

/** So long after it a word that means nothing else is taken for an answer. */
const MEMORY_DAYS = 90
/** So long a bare yes or no is. */
const BARE_HOURS = 48

/** What messaging asks campaigns: what a reply means, and who is next. */
export function createCheckBook(context: CampaignContext, onAnswered: () => void): CheckBook {
  return {
    chore: createFillChore(context),
    async answer(transaction, answer) {
      const { sender, moment } = answer
      const since = toStoredInstant(moment.now.subtract({ hours: MEMORY_DAYS * 24 }))
      const checks = await sentChecksTo(transaction, sender, since)
      const isNegative = answer.word === 'wrong' || answer.word === 'no'
      // Who confirmed may still take it back; who said it was not theirs is the desk's to settle.
      const meant = checks.filter(
        (check) => check.answer === null || (isNegative && check.answer === 'confirmed')
      )
      const [newest] = meant
      if (!newest || !(await isMeant(answer, newest))) return null
      const patientIds = isNegative
        ? await dispute(context, transaction, { checks: meant, answer })
        : await confirm(context, transaction, { checks: meant, answer })
      if (patientIds.length === 0) return null
      onAnswered()
      const outcome: CheckOutcome['outcome'] = isNegative ? 'contact-disputed' : 'contact-confirmed'
      return { outcome, patientIds }
    }
  }
}

async function isMeant({ word, moment, mayMeanOther }: CheckAnswer, newest: SentCheck): Promise<boolean> {
  if (word === 'right' || word === 'wrong') return true
  const ageMs = moment.now.epochMilliseconds - Date.parse(newest.sent_at)
  return newest.answer === null && ageMs <= BARE_HOURS * 3_600_000 && !(await mayMeanOther(newest.sent_at))
}

interface Answered {
  readonly checks: readonly SentCheck[]
  readonly answer: CheckAnswer
}

/** @returns whose mobile is confirmed now; nobody's whom the number was given for by parents who decide no more */
async function confirm(
  { messages, audit }: CampaignContext,
  transaction: Transaction,
  { checks, answer: { sender, moment } }: Answered
): Promise<PatientId[]> {
  const at = toStoredInstant(moment.now)
  const confirmed: PatientId[] = []
  for (const check of checks) {
    const patientId = await standingPatientId(transaction, check.patient_id)
    const address = await messages.addressOf(transaction, patientId, moment)
    if (!address.ok && (address.reason === 'turned-16' || address.reason === 'number-disputed')) continue
    const said = { patientId, channel: 'mobile', value: sender, how: 'said', by: null } as const
    if (!(await markContactVerified(transaction, said, at))) continue
    await changeCheck(transaction, check.id, { answer: 'confirmed', answered_at: at })
    const detail = 'mobile (sms-reply)'
    await audit.record(transaction, SYSTEM_ACTOR, { action: 'patient.contact-confirmed', patientId, detail })
    confirmed.push(patientId)
  }
  return confirmed
}

/** Nothing goes to that number for these patients until the desk has settled whose it is. */
async function dispute(
  { audit, reach, makeTask }: CampaignContext,
  transaction: Transaction,
  { checks, answer: { sender, moment } }: Answered
): Promise<PatientId[]> {
  const at = toStoredInstant(moment.now)
  const disputed: PatientId[] = []
  for (const check of checks) {
    const patientId = await standingPatientId(transaction, check.patient_id)
    if (!(await markMobileDisputed(transaction, { patientId, value: sender }, at))) continue
    await changeCheck(transaction, check.id, { answer: 'disputed', answered_at: at })
    await audit.record(transaction, SYSTEM_ACTOR, { action: 'patient.mobile-disputed', patientId })
    await reach.changed(transaction, patientId)
    await makeTask(transaction, { patientId, key: `number-disputed/${check.id}` })
    disputed.push(patientId)
  }
  return disputed
}
