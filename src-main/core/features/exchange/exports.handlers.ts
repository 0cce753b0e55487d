import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { FileTarget } from '@contract/shell'
import type { Handlers } from '../../rpc/handlers'
import { countForExport, readClinicDay, readForExport } from '../patients'
import type { ExchangeDependencies } from './exchange'
import { runExport } from './export-run'
import { listChoices, removeChoice, saveChoice } from './export.queries'
import { vcardOf } from './vcard.rules'

type ExportMethods =
  | 'exports.run'
  | 'exports.cancel'
  | 'exports.count'
  | 'exports.choices'
  | 'exports.saveChoice'
  | 'exports.removeChoice'
  | 'exports.vcard'

/** Before that the speed is a guess, ms. */
const KNOWN_AFTER_MS = 500

/** Patients out of the house: as a list, as FHIR, one as a contact. */
export function exportHandlers(dependencies: ExchangeDependencies): Handlers<ExportMethods> {
  const { database, clock, audit, events, settings, targets, openingOf } = dependencies
  const running = new Map<FileTarget, AbortController>()
  return {
    async 'exports.run'({ target, ...choice }, { actor }) {
      const file = targets.take(target)
      const abort = new AbortController()
      running.set(target, abort)
      const startedMs = performance.now()
      const day = await readClinicDay(clock, settings)
      try {
        const patients = await runExport(dependencies, {
          ...{ ...choice, file, actor, day, signal: abort.signal },
          onProgress: (done, total) => {
            const elapsedMs = performance.now() - startedMs
            const left = Math.ceil(((elapsedMs / Math.max(done, 1)) * Math.max(total - done, 0)) / 1_000)
            const secondsLeft = elapsedMs < KNOWN_AFTER_MS ? null : left
            events.publish('exports.progress', { target, done, total, secondsLeft })
          }
        })
        return { patients }
      } finally {
        running.delete(target)
      }
    },
    'exports.cancel': ({ target }) => {
      running.get(target)?.abort()
      return Promise.resolve({})
    },
    async 'exports.count'({ patients: filter }) {
      const day = await readClinicDay(clock, settings)
      const { patients } = await countForExport(database.reader, { filter, day })
      return { patients }
    },
    'exports.choices': async () => await listChoices(database.reader),
    async 'exports.saveChoice'(choice, { actor }) {
      const saved = await database.write(async (transaction) => {
        await audit.record(transaction, actor, {
          ...{ action: 'export-choice.saved', patientId: null, detail: choice.name }
        })
        return await saveChoice(transaction, choice, toStoredInstant(clock.now()))
      })
      events.publish('exports.changed', {})
      return saved
    },
    async 'exports.removeChoice'({ id }, { actor }) {
      await database.write(async (transaction) => {
        if (!(await removeChoice(transaction, id))) throw new AppError('not-found')
        await audit.record(transaction, actor, { action: 'export-choice.removed', patientId: null })
      })
      events.publish('exports.changed', {})
      return {}
    },
    async 'exports.vcard'({ patientId }, { actor, session }) {
      if (!openingOf(session, actor, patientId)) throw new AppError('not-open')
      return await database.write(async (transaction) => {
        const [patient] = await readForExport(transaction, [patientId])
        if (!patient) throw new AppError('not-found')
        await audit.record(transaction, actor, { action: 'patient.contact-saved', patientId })
        return { name: `${patient.familyName} ${patient.givenName}.vcf`, content: vcardOf(patient) }
      })
    }
  }
}
