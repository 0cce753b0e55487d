import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { ExportColumn, ExportForm, ExportPatients } from '@contract/exports'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import { CSV_BEGINNING } from '../../platform/csv'
import { describeError } from '../../platform/log'
import type { Actor } from '../../rpc/handlers'
import { decidedConsents } from '../consents'
import { countForExport, readExportSpan, type ClinicDay } from '../patients'
import type { ExchangeDependencies } from './exchange'
import { csvHeading, csvRow, type ExportedRecord } from './export-csv.rules'
import { ExportFile, partialName, removePartial } from './export-file'
import { resourcesOf, type Resource } from './export-fhir.rules'
import { deleteRun, insertRun, leftRuns } from './export.queries'

export interface ExportRequest {
  readonly form: ExportForm
  readonly patients: ExportPatients
  readonly columns: readonly ExportColumn[]
  readonly file: string
  readonly actor: Actor
  readonly day: ClinicDay
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

/** Ids looked at in one transaction: some 10 ms with the rows of the access log. */
const SPAN = 200

/**
 * Writes the patients of a filter to a file, a few hundred at a time, each with a row in the access log in the
 * transaction that reads them.
 * @returns how many
 * @throws AppError `export-cancelled`, `file-not-written`; nothing of the file is left then
 */
export async function runExport(dependencies: ExchangeDependencies, request: ExportRequest): Promise<number> {
  return await writeNamedFile(dependencies, request.file, async (write) =>
    writePatients(dependencies, request, write)
  )
}

/**
 * Writes a file that a person has named, piece by piece. It has its name once it is whole; what an end of the program
 * leaves of it is removed at the next start.
 * @throws AppError `file-not-written`, and whatever `produce` throws; nothing of the file is left then
 */
export async function writeNamedFile<T>(
  { database, clock }: Pick<ExchangeDependencies, 'database' | 'clock'>,
  file: string,
  produce: (write: Write) => Promise<T>
): Promise<T> {
  const id = randomUUID()
  const run = { id, partial_file: partialName(file), started_at: toStoredInstant(clock.now()) }
  await database.write((transaction) => insertRun(transaction, run))
  try {
    return await writeWhole(file, produce)
  } finally {
    await database.write((transaction) => deleteRun(transaction, id))
  }
}

/** Appends to the file. */
export type Write = (text: string) => Promise<void>

/** Removes what an earlier program left half written where it still is. */
export async function removeLeftExports({ database, log }: Pick<ExchangeDependencies, 'database' | 'log'>) {
  for (const { id, partial_file } of await leftRuns(database.reader)) {
    try {
      removePartial(partial_file)
    } catch (error) {
      // A stick that is gone, a folder that is no longer ours: tried again at the next start.
      log.warn('export-not-removed', describeError(error))
      continue
    }
    await database.write((transaction) => deleteRun(transaction, id))
  }
}

async function writeWhole<T>(name: string, produce: (write: Write) => Promise<T>): Promise<T> {
  const file = await onDisk(() => ExportFile.create(name))
  try {
    const result = await produce(async (text) => await onDisk(() => file.write(text)))
    await onDisk(() => file.finish())
    return result
  } catch (error) {
    await file.discard()
    throw error
  }
}

async function writePatients(
  dependencies: ExchangeDependencies,
  request: ExportRequest,
  write: Write
): Promise<number> {
  const { database, audit } = dependencies
  const { form, patients: filter, day, actor, signal, onProgress } = request
  const { patients: total, lastId } = await countForExport(database.reader, { filter, day })
  const writer = writerOf(request)
  await write(writer.beginning)
  let done = 0
  for (let after = 0; after < lastId; after += SPAN) {
    if (signal.aborted) throw new AppError('export-cancelled')
    const records = await readLogged(dependencies, request, after)
    await write(records.map((record) => writer.text(record)).join(''))
    done += records.length
    onProgress(done, total)
    await setImmediate()
  }
  await write(writer.end)
  await database.write((transaction) =>
    audit.record(transaction, actor, {
      action: 'patients.exported',
      patientId: null,
      detail: `${done} patients, ${form}: ${request.columns.join(', ')}`
    })
  )
  return done
}

async function readLogged(
  { database, audit }: ExchangeDependencies,
  { form, patients: filter, day, actor }: ExportRequest,
  after: number
): Promise<ExportedRecord[]> {
  return await database.write(async (transaction) => {
    const patients = await readExportSpan(transaction, { filter, day, after, upTo: after + SPAN })
    const consents = await decidedConsents(transaction, patients, day)
    const entries = patients.map(({ id }) => ({ action: 'patient.exported', patientId: id, detail: form }))
    await audit.recordAll(transaction, actor, entries)
    return patients.map((patient) => ({ ...patient, consents: consents.get(patient.id) ?? [] }))
  })
}

interface Writer {
  readonly beginning: string
  text(record: ExportedRecord): string
  readonly end: string
}

function writerOf({ form, columns, day }: ExportRequest): Writer {
  const { language } = day
  if (form === 'csv')
    return {
      beginning: CSV_BEGINNING + csvHeading(columns, language),
      text: (record) => csvRow(record, columns, language),
      end: ''
    }
  const shape = { form, columns, newId: randomUUID, at: toStoredInstant(day.now) }
  if (form === 'fhir-ndjson')
    return {
      beginning: '',
      text: (record) =>
        resourcesOf(record, shape)
          .map((each) => `${JSON.stringify(each)}\n`)
          .join(''),
      end: ''
    }
  let isFirst = true
  const entry = (resource: Resource) => {
    const separator = isFirst ? '\n' : ',\n'
    isFirst = false
    return separator + JSON.stringify({ fullUrl: `urn:uuid:${resource.id}`, resource })
  }
  return {
    beginning: `{"resourceType":"Bundle","type":"collection","timestamp":"${shape.at}","entry":[`,
    text: (record) => resourcesOf(record, shape).map(entry).join(''),
    end: '\n]}\n'
  }
}

/** What the disk refuses is told as what it is. */
async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new AppError('file-not-written', {}, { cause: error })
  }
}
