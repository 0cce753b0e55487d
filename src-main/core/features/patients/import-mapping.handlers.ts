import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Handlers } from '../../rpc/handlers'
import { listMappings, removeMapping, saveMapping } from './import-mapping.queries'
import type { PatientDependencies } from './patients'

type MappingMethods = 'imports.mappings' | 'imports.saveMapping' | 'imports.removeMapping'

/** What the columns of a clinic's lists mean, kept by name. Nothing of a patient is in it. */
export function mappingHandlers({
  database,
  clock,
  audit,
  events
}: Pick<PatientDependencies, 'database' | 'clock' | 'audit' | 'events'>): Handlers<MappingMethods> {
  return {
    'imports.mappings': async () => await listMappings(database.reader),
    async 'imports.saveMapping'(mapping, { actor }) {
      const saved = await database.write(async (transaction) => {
        await audit.record(transaction, actor, {
          action: 'import-mapping.saved',
          patientId: null,
          detail: mapping.name
        })
        return await saveMapping(transaction, mapping, toStoredInstant(clock.now()))
      })
      events.publish('imports.changed', {})
      return saved
    },
    async 'imports.removeMapping'({ id }, { actor }) {
      await database.write(async (transaction) => {
        if (!(await removeMapping(transaction, id))) throw new AppError('not-found')
        await audit.record(transaction, actor, { action: 'import-mapping.removed', patientId: null })
      })
      events.publish('imports.changed', {})
      return {}
    }
  }
}
