import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ImportSummary } from '@contract/imports'
import { AppError } from '../platform/app-error'
import type { Command } from './commands'
import { withHost } from './open-core'

/** Imports a patient list, each row on its own. */
export const importPatientsCommand: Command = {
  name: 'import-patients',
  summary:
    'Import patients from a CSV or FHIR R4 file. Refused and warned lines are listed with their reasons.',
  positionals: ['FILE'],
  options: {},
  async run(line) {
    const file = resolve(line.positionals[0] ?? '')
    if (!existsSync(file)) throw new AppError('file-missing', { file })
    const summary = await withHost(
      { line, program: 'import-patients' },
      async ({ core }) => await core.importPatients(file)
    )
    return { value: summary, text: describe(summary) }
  }
}

function describe({ imported, changed, unchanged, refused, warned }: ImportSummary): string {
  const rows = [
    ...refused.map((issue) => ({ ...issue, kind: 'refused' })),
    ...warned.map((issue) => ({ ...issue, kind: 'warned' }))
  ]
  rows.sort((a, b) => a.line - b.line)
  const head = `${imported} imported, ${changed} changed, ${unchanged} unchanged, ${refused.length} refused, ${warned.length} warned.`
  return [head, ...rows.map(({ line, kind, message }) => `line ${line} ${kind}: ${message}`)].join('\n')
}
