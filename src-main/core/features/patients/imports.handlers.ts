import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import { readClinicDay } from './clinic-day'
import type { HeldImports } from './held-imports'
import { cliniciansByName } from './import-matching.queries'
import { previewImport } from './import-preview'
import { refusedFile } from './import-refused-file'
import { runImport } from './import-run'
import { columnsOf, openImportFile, previewColumns } from './import-source'
import type { PatientDependencies } from './patients'

type ImportMethods =
  | 'imports.begin'
  | 'imports.upload'
  | 'imports.preview'
  | 'imports.run'
  | 'imports.cancel'
  | 'imports.refusedFile'

/** Reasons of each kind that travel to the page; the saved file holds more. */
const MOST_ISSUES_SHOWN = 1_000
const MOST_ISSUES_KEPT = 20_000

/** The patient list in the interface: upload in chunks, look, run, and save what was refused. */
export function importHandlers(
  dependencies: PatientDependencies,
  held: HeldImports
): Handlers<ImportMethods> {
  const { database, clock, audit, events, settings, neighbours } = dependencies
  return {
    'imports.begin': ({ fileName, bytes }) => Promise.resolve({ importId: held.begin(fileName, bytes).id }),
    async 'imports.upload'({ importId, index, base64 }) {
      const { spool, bytes } = held.get(importId)
      const chunk = Buffer.from(base64, 'base64')
      if (index !== spool.chunks || spool.bytes + chunk.length > bytes) throw new AppError('file-incomplete')
      await spool.append(chunk)
      return { receivedBytes: spool.bytes }
    },
    async 'imports.preview'({ importId, mapping }) {
      const { country, today: on, isTraining } = await readClinicDay(clock, settings)
      const current = held.getWhole(importId)
      const file = await openImportFile(() => current.spool.read())
      const preview = await previewImport(file, previewColumns(file, mapping), {
        country,
        on,
        isTraining
      })
      if (preview.totalLines === 0) throw new AppError('file-no-rows')
      current.totalRows = preview.totalLines
      return preview
    },
    async 'imports.run'({ importId, mapping }, { actor }) {
      const current = held.getWhole(importId)
      if (held.isRunning) throw new AppError('import-running')
      const running = new AbortController()
      current.running = running
      try {
        const file = await openImportFile(() => current.spool.read())
        const day = await readClinicDay(clock, settings)
        const clinicians = await cliniciansByName(database.reader)
        const columns = columnsOf(file, mapping)
        const result = await runImport(
          { database, audit, neighbours, actor, day, clinicians },
          {
            file,
            mapping: columns,
            total: current.totalRows ?? 0,
            mostIssues: MOST_ISSUES_KEPT,
            signal: running.signal,
            onProgress: (progress) => events.publish('imports.progress', { importId, ...progress })
          }
        )
        current.finished = { result, mapping: columns }
        const { refusedRows: _refusedRows, wasCancelled: _wasCancelled, ...summary } = result
        return {
          ...summary,
          refused: summary.refused.slice(0, MOST_ISSUES_SHOWN),
          warned: summary.warned.slice(0, MOST_ISSUES_SHOWN)
        }
      } finally {
        current.running = null
        events.publish('patients.changed', { patientId: null })
      }
    },
    'imports.cancel': ({ importId }) => {
      held.cancel(importId)
      return Promise.resolve({})
    },
    async 'imports.refusedFile'({ importId }, { actor }) {
      const { spool, finished, fileName } = held.get(importId)
      if (!finished) throw new AppError('import-unknown')
      const { headings, delimiter } = await openImportFile(() => spool.read())
      await database.write((transaction) =>
        audit.record(transaction, actor, { action: 'patients.refused-saved', patientId: null })
      )
      const name = fileName.replace(/\.[^.]*$/, '')
      return {
        name: `${name}-refused.csv`,
        content: refusedFile(headings, finished.result.refusedRows, delimiter)
      }
    }
  }
}
