import type { Database } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { patientSummaries, readClinicDay, setReserved, type Opening, type Patients } from '../patients'
import type { Settings } from '../settings'
import { ConsentPurpose } from '@contract/consents'
import { consentsOf } from './consent-state'
import { wordingIn } from './consent-wording'
import { appendDecision, decisionHistory } from './consents.queries'
import { recordDecision, wordingVersionFor } from './record-decision'

export interface ConsentDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly openingOf: Patients['opening']
}

type ConsentMethods = 'consents.record' | 'consents.setReserved' | 'consents.history' | 'consents.wording'

export function consentHandlers({
  database,
  clock,
  audit,
  events,
  settings,
  openingOf
}: ConsentDependencies): Handlers<ConsentMethods> {
  /** Openings of a record in which the history has been looked at: an open panel that reads it anew is no new look. */
  const looked = new WeakSet<Opening>()

  return {
    async 'consents.record'({ patientId, decisions }, { actor }) {
      const day = await readClinicDay(clock, settings)
      const consents = await database.write(async (transaction) => {
        await consentsOf(transaction, patientId, day)
        for (const decision of decisions)
          await recordDecision(transaction, { patientId, ...decision }, { how: 'desk', actor, day })
        const detail = decisions.map((each) => `${each.purpose} ${each.channel} ${each.decision}`).join(', ')
        await audit.record(transaction, actor, { action: 'consent.recorded', patientId, detail })
        return await consentsOf(transaction, patientId, day)
      })
      events.publish('patients.changed', { patientId })
      return consents
    },
    async 'consents.setReserved'({ patientId, isReserved }, { actor }) {
      const day = await readClinicDay(clock, settings)
      const at = toStoredInstant(day.now)
      const consents = await database.write(async (transaction) => {
        if (await setReserved(transaction, { id: patientId, isReserved, at })) {
          await appendDecision(transaction, {
            patient_id: patientId,
            purpose: null,
            channel: null,
            decision: isReserved ? 'reserved' : 'reservation-ended',
            legal_basis: 'none',
            wording_version: await wordingVersionFor(transaction, patientId, day),
            decided_at: at,
            how: 'desk',
            user_id: actor.userId
          })
          const action = isReserved ? 'consent.reserved' : 'consent.reservation-ended'
          await audit.record(transaction, actor, { action, patientId })
        }
        return await consentsOf(transaction, patientId, day)
      })
      events.publish('patients.changed', { patientId })
      return consents
    },
    async 'consents.history'({ patientId }, { actor, session }) {
      const opening = openingOf(session, actor, patientId)
      if (opening && looked.has(opening)) return await decisionHistory(database.reader, patientId)
      const history = await database.write(async (transaction) => {
        await audit.record(transaction, actor, { action: 'consent.history-opened', patientId })
        return await decisionHistory(transaction, patientId)
      })
      if (opening) looked.add(opening)
      return history
    },
    async 'consents.wording'({ patientId }) {
      const { today, language } = await readClinicDay(clock, settings)
      const patient = (await patientSummaries(database.reader, [patientId], today)).get(patientId)
      if (!patient) throw new AppError('not-found')
      const { version, texts } = wordingIn(patient.language ?? language)
      return ConsentPurpose.options.map((purpose) => ({ purpose, text: texts[purpose], version }))
    }
  }
}
