import { setImmediate } from 'node:timers/promises'
import type { PatientId } from '@contract/ids'
import type { Currency, ExportedResource } from '@contract/record-export'
import type { FileTarget } from '@contract/shell'
import type { Country } from '@contract/values'
import type { Database } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { BegunReadings } from '../../rpc/begun-readings'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import { patientSummaries, readClinicDay } from '../patients'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { Call, Handlers } from '../../rpc/handlers'
import { bundleText } from './bundle'
import { readPart, type ExportPart } from './sections'

export interface RecordExportDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly settings: Settings
  /** Writes to the file a person has named. */
  readonly writeTo: <T>(
    target: FileTarget,
    produce: (write: (text: string) => Promise<void>) => Promise<T>
  ) => Promise<T>
}

const CURRENCIES = { NO: 'NOK', DK: 'DKK', NL: 'EUR' } as const satisfies Record<Country, Currency>

/**
 * All that is held about one patient, for the patient (GDPR articles 15 and 20; pasient- og brukerrettighetsloven § 5-1).
 * Handed out part by part, so that thousands of messages weigh on nothing; that it was taken is in the access log.
 */
export function recordExportHandlers({
  database,
  clock,
  audit,
  settings,
  writeTo
}: RecordExportDependencies): Handlers<'recordExport.part' | 'recordExport.save'> {
  type Asked = { patientId: PatientId; cursor: string | null; withAddress: boolean }

  const begun = new BegunReadings()

  /** One part of the copy; the first is written down, and any that nobody has begun. */
  async function part({ patientId, cursor, withAddress }: Asked, call: Call): Promise<ExportPart> {
    const { clinicName, country } = await settings.read()
    const asked = { patientId, withAddress, clinicName, currency: CURRENCIES[country] }
    const detail = withAddress ? 'address' : null
    const reading = `${patientId} ${detail}`
    if (cursor !== null && begun.has(call, reading)) return await readPart(database.reader, asked, cursor)
    const { today } = await readClinicDay(clock, settings)
    const read = await database.write(async (transaction) => {
      const known = await patientSummaries(transaction, [patientId], today)
      if (!known.has(patientId)) throw new AppError('not-found')
      await audit.record(transaction, call.actor, { action: 'record.exported', patientId, detail })
      return await readPart(transaction, asked, cursor)
    })
    begun.begin(call, reading)
    return read
  }

  async function* parts(asked: Omit<Asked, 'cursor'>, call: Call): AsyncGenerator<ExportedResource[]> {
    let cursor: string | null = null
    do {
      const { resources, nextCursor }: ExportPart = await part({ ...asked, cursor }, call)
      yield resources
      cursor = nextCursor
      // The desk is answered between two parts.
      await setImmediate()
    } while (cursor !== null)
  }

  return {
    'recordExport.part': part,
    'recordExport.save': async ({ target, ...asked }, call) =>
      await writeTo(target, async (write) => {
        let resources = 0
        async function* counted(): AsyncGenerator<ExportedResource[]> {
          for await (const some of parts(asked, call)) {
            resources += some.length
            yield some
          }
        }
        for await (const text of bundleText(counted(), toStoredInstant(clock.now()))) await write(text)
        return { resources }
      })
  }
}
