import type { Database } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { BegunReadings } from '../../rpc/begun-readings'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import { patientSummaries, readClinicDay } from '../patients'
import type { Clock } from '../../platform/clock'
import { readPart } from './sections'

export interface RecordExportDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly settings: Settings
}

/**
 * All that is held about one patient, for the patient (GDPR articles 15 and 20; pasient- og brukerrettighetsloven § 5-1).
 * Handed out part by part, so that thousands of messages weigh on nothing; that it was taken is in the access log.
 */
export function recordExportHandlers({
  database,
  clock,
  audit,
  settings
}: RecordExportDependencies): Handlers<'recordExport.part'> {
  const begun = new BegunReadings()
  return {
    async 'recordExport.part'({ patientId, cursor, withAddress }, call) {
      const { clinicName } = await settings.read()
      const asked = { patientId, withAddress, clinicName }
      const detail = withAddress ? 'address' : null
      const reading = `${patientId} ${detail}`
      if (cursor !== null && begun.has(call, reading)) return await readPart(database.reader, asked, cursor)
      const { today } = await readClinicDay(clock, settings)
      const part = await database.write(async (transaction) => {
        const known = await patientSummaries(transaction, [patientId], today)
        if (!known.has(patientId)) throw new AppError('not-found')
        await audit.record(transaction, call.actor, { action: 'record.exported', patientId, detail })
        return await readPart(transaction, asked, cursor)
      })
      begun.begin(call, reading)
      return part
    }
  }
}
