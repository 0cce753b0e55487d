import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../../database/database'
import { toStoredInstant } from '../../../platform/clock'
import type { RegistrationAsked } from '../../../portal/wire'
import type { Audit } from '../../audit'
import { decide, type Decided, type DecideDependencies } from '../../consents'
import type { ClinicDay } from '../../patients'
import type { SyncContext } from '../context'
import { PORTAL_ACTOR } from '../kinds/context'
import { addMark } from '../operations.queries'
import { judgeRegistrationOf } from '../registration'
import { insertRegistration } from './accounts.queries'
import { addNotice } from './notices.queries'

/**
 * Every answer leaves so long after the question came: how long the search took tells nobody whether there is such a
 * patient.
 */
export const ANSWER_AFTER_MS = 300

export interface RegistrationSteps {
  readonly audit: Audit
  readonly consents: DecideDependencies
  readonly readDay: () => Promise<ClinicDay>
}

/** @returns whose record it rests on, where the answer is yes */
export async function takeRegistration(
  steps: RegistrationSteps,
  context: SyncContext,
  asked: RegistrationAsked
): Promise<PatientId | null> {
  const day = await steps.readDay()
  const at = toStoredInstant(day.now.add({ milliseconds: ANSWER_AFTER_MS }))
  const done = await context.database.write(async (transaction) => {
    const registered = await register(steps, transaction, { asked, day })
    await addNotice(transaction, { kind: 'registration', target: asked.id, at })
    return registered
  })
  done.decided?.announce()
  context.onChanged()
  return done.patientId
}

interface Registered {
  readonly patientId: PatientId | null
  readonly decided: Decided | null
}

async function register(
  { audit, consents }: RegistrationSteps,
  transaction: Transaction,
  { asked, day }: { asked: RegistrationAsked; day: ClinicDay }
): Promise<Registered> {
  const { id, nationalNumber, consent } = asked
  const question = { nationalNumber, agreesNow: consent !== undefined }
  const judged = await judgeRegistrationOf(transaction, question, day)
  const answer = judged.allowed ? 'allowed' : judged.reason
  const nothing = { patientId: null, decided: null }
  if (!(await insertRegistration(transaction, { id, answer, received_at: toStoredInstant(day.now) })))
    return nothing
  const { patientId } = judged
  if (patientId === null) return nothing
  if (!judged.allowed) {
    const entry = { action: 'portal.registration-refused', patientId, detail: judged.reason }
    await audit.record(transaction, PORTAL_ACTOR, entry)
    return nothing
  }
  await audit.record(transaction, PORTAL_ACTOR, { action: 'portal.registration-allowed', patientId })
  const decided = consent
    ? await decide(consents, transaction, {
        patientId,
        decisions: [{ purpose: 'one-time-code', channel: 'sms', decision: 'given' }],
        ...{ how: 'portal', actor: PORTAL_ACTOR, day, wordingVersion: consent.wordingVersion }
      })
    : null
  await addMark(transaction, { type: 'Patient', localId: patientId })
  return { patientId, decided }
}
