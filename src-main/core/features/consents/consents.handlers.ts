import { ConsentPurpose } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import type { Database, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import { patientSummaries, readClinicDay, type ClinicDay, type Opening, type Patients } from '../patients'
import type { Settings } from '../settings'
import { readForm } from './consent-form'
import { wordingIn } from './consent-wording'
import { decide, reserve, takeBack, type Decided, type DecideDependencies } from './decide'
import { readHistory } from './read-history'

export interface ConsentDependencies extends DecideDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly events: EventBus
  readonly settings: Settings
  readonly openingOf: Patients['opening']
}

type ConsentMethods = Extract<MethodName, `consents.${string}`>

export function consentHandlers(dependencies: ConsentDependencies): Handlers<ConsentMethods> {
  const { database, clock, audit, events, settings, openingOf, queue } = dependencies
  /** Openings of a record in which the history has been looked at: an open panel that reads it anew is no new look. */
  const looked = new WeakSet<Opening>()

  async function change(
    patientId: PatientId,
    work: (transaction: Transaction, day: ClinicDay) => Promise<Decided>
  ): Promise<Decided['recorded']> {
    const day = await readClinicDay(clock, settings)
    const { recorded, announce } = await database.write((transaction) => work(transaction, day))
    events.publish('patients.changed', { patientId })
    announce()
    return recorded
  }

  return {
    'consents.record': async ({ patientId, decisions, signedOn }, { actor }) =>
      await change(patientId, (transaction, day) => {
        const how = signedOn === null ? 'desk' : 'paper'
        return decide(dependencies, transaction, { patientId, decisions, how, signedOn, actor, day })
      }),
    'consents.undo': async ({ patientId, decisionIds }, { actor }) =>
      await change(patientId, (transaction, day) =>
        takeBack(dependencies, transaction, { patientId, decisionIds, actor, day })
      ),
    'consents.setReserved': async ({ patientId, isReserved }, { actor }) =>
      await change(patientId, (transaction, day) =>
        reserve(dependencies, transaction, { patientId, isReserved, actor, day })
      ),
    'consents.previewStop': async ({ patientId, decisions }) =>
      await queue.preview(database.reader, patientId, decisions),
    async 'consents.form'({ patientId }, { actor }) {
      const day = await readClinicDay(clock, settings)
      const clinic = await settings.read()
      return await database.write(async (transaction) => {
        const form = await readForm(transaction, patientId, { clinic, day })
        await audit.record(transaction, actor, { action: 'consent.form-printed', patientId })
        return form
      })
    },
    async 'consents.history'({ patientId }, { actor, session }) {
      const opening = openingOf(session, actor, patientId)
      const day = await readClinicDay(clock, settings)
      if (opening && looked.has(opening)) return await readHistory(database.reader, patientId, day)
      const history = await database.write(async (transaction) => {
        await audit.record(transaction, actor, { action: 'consent.history-opened', patientId })
        return await readHistory(transaction, patientId, day)
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
