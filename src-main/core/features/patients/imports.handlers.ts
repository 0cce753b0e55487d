import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import { readClinicDay } from './clinic-day'
import type { HeldImports } from './held-imports'
import { keptMapping } from './import-mapping.queries'
import { columnsByMapping } from './import-mapping.rules'
import { previewImport } from './import-preview'
import { refusedFile } from './import-refused-file'
import type { ImportSession } from './import-session'
import { previewColumns } from './import-source'
import type { PatientDependencies } from './patients'

type ImportMethods =
  | 'imports.begin'
  | 'imports.upload'
  | 'imports.preview'
  | 'imports.dryRun'
  | 'imports.run'
  | 'imports.cancel'
  | 'imports.interrupted'
  | 'imports.resume'
  | 'imports.giveUp'
  | 'imports.refusedFile'

/** The patient list in the interface: upload in chunks, look, try, run, go on after a crash, and save what was refused. */
export function importHandlers(
  { database, clock, audit, settings }: PatientDependencies,
  held: HeldImports,
  session: ImportSession
): Handlers<ImportMethods> {
  return {
    async 'imports.begin'({ fileName, bytes }) {
      await session.restore()
      return { importId: held.begin(fileName, bytes).id }
    },
    async 'imports.upload'({ importId, index, base64 }) {
      const { spool, bytes } = held.get(importId)
      const chunk = Buffer.from(base64, 'base64')
      if (index !== spool.chunks || spool.bytes + chunk.length > bytes) throw new AppError('file-incomplete')
      await spool.append(chunk)
      return { receivedBytes: spool.bytes }
    },
    async 'imports.preview'({ importId, mapping, mappingId }) {
      const { country, today: on, isTraining } = await readClinicDay(clock, settings)
      const current = held.getWhole(importId)
      const file = await session.open(current)
      const kept =
        mapping === null ? await keptMapping(database.reader, { headings: file.headings, mappingId }) : null
      const columns = previewColumns(file, kept ? columnsByMapping(file.headings, kept) : mapping)
      const preview = await previewImport(file, columns, { country, on, isTraining })
      if (preview.totalLines === 0) throw new AppError('file-no-rows')
      current.totalRows = preview.totalLines
      return { ...preview, mappingId: kept?.id ?? null }
    },
    'imports.dryRun': async ({ importId, mapping }, { actor }) =>
      await session.dryRun(importId, mapping, actor),
    'imports.run': async ({ importId, mapping }, { actor }) => await session.run(importId, mapping, actor),
    'imports.cancel': ({ importId }) => {
      held.cancel(importId)
      return Promise.resolve({})
    },
    'imports.interrupted': async () => await session.interrupted(),
    'imports.resume': async ({ importId }, { actor }) =>
      await session.goOn(importId, actor, { isGivenUp: false }),
    'imports.giveUp': async ({ importId }, { actor }) =>
      await session.goOn(importId, actor, { isGivenUp: true }),
    async 'imports.refusedFile'({ importId }, { actor }) {
      const current = held.get(importId)
      if (!current.finished) throw new AppError('import-unknown')
      const { headings, delimiter } = await session.open(current)
      await database.write((transaction) =>
        audit.record(transaction, actor, { action: 'patients.refused-saved', patientId: null })
      )
      const name = current.fileName.replace(/\.[^.]*$/, '')
      return {
        name: `${name}-refused.csv`,
        content: refusedFile(headings, current.finished.result.refusedRows, delimiter ?? ';')
      }
    }
  }
}
