import type { PatientId } from '@contract/ids'
import type { Database, Transaction } from '../../database/database'
import type { Actor } from '../../rpc/handlers'
import type { AccessEntry, Audit } from '../audit'
import type { ClinicDay } from './clinic-day'
import { findContacts } from './contacts.queries'
import { findIdentifiers } from './identifiers.queries'
import { changeFromImport } from './import-change'
import type { ImportFinding } from './import-contacts.rules'
import { insertImported, type NewPatient } from './import-insert'
import { matchPatients } from './import-matching.queries'
import type { CliniciansByName, ImportedGp } from './import-merge.rules'
import { noteOfContact } from './import-messages'
import { matchKey } from './import-repeats.rules'
import type { ImportedPatient } from './import-row.rules'
import { foldName } from './name-folding.rules'
import type { Neighbours } from './neighbours'
import { findPatientRows } from './patients.queries'

export interface ImportContext {
  readonly database: Database
  readonly audit: Audit
  readonly neighbours: Neighbours
  readonly actor: Actor
  readonly day: ClinicDay
  readonly clinicians: CliniciansByName
}

export interface AcceptedRow {
  readonly line: number
  readonly patient: ImportedPatient
  readonly findings: readonly ImportFinding[]
}

export type SliceOutcome =
  | { readonly kind: 'imported' | 'changed' | 'unchanged'; readonly id: PatientId }
  | { readonly kind: 'refused'; readonly finding: ImportFinding }

/** Writes a few rows in the open transaction. The outcome of each, by its line. */
export async function importSlice(
  transaction: Transaction,
  rows: readonly AcceptedRow[],
  context: ImportContext
): Promise<ReadonlyMap<number, SliceOutcome>> {
  const outcomes = new Map<number, SliceOutcome>()
  let remaining = rows
  while (remaining.length > 0) {
    const { now, later } = apart(remaining)
    await importApart(transaction, now, { context, outcomes })
    remaining = later
  }
  await recordConsents(transaction, rows, { context, outcomes })
  await recordLooks(transaction, outcomes, context)
  return outcomes
}

/** Rows that may be about the same person wait for one another: the second must find what the first wrote. */
function apart(rows: readonly AcceptedRow[]): { now: AcceptedRow[]; later: AcceptedRow[] } {
  const keys = new Set<string>()
  const now: AcceptedRow[] = []
  const later: AcceptedRow[] = []
  for (const row of rows) {
    const key = matchKey(row.patient)
    if (keys.has(key)) later.push(row)
    else now.push(row)
    keys.add(key)
  }
  return { now, later }
}

interface Round {
  readonly context: ImportContext
  readonly outcomes: Map<number, SliceOutcome>
}

async function importApart(
  transaction: Transaction,
  rows: readonly AcceptedRow[],
  { context, outcomes }: Round
): Promise<void> {
  const matching = await matchPatients(
    transaction,
    rows.map(({ patient }) => patient)
  )
  const fresh: NewPatient[] = []
  const known: { row: AcceptedRow; id: PatientId }[] = []
  for (const row of rows) {
    const match = matching.matchOf(row.patient)
    if ('isAmbiguous' in match) outcomes.set(row.line, AMBIGUOUS)
    else if (match.id === null) fresh.push({ row, ...extrasOf(row, context) })
    else known.push({ row, id: match.id })
  }
  const ids = await insertImported(transaction, fresh, context)
  for (const [line, id] of ids) outcomes.set(line, { kind: 'imported', id })
  await changeKnown(transaction, known, { context, outcomes })
}

const AMBIGUOUS: SliceOutcome = { kind: 'refused', finding: { code: 'match-ambiguous', parameters: {} } }

async function changeKnown(
  transaction: Transaction,
  known: readonly { row: AcceptedRow; id: PatientId }[],
  { context, outcomes }: Round
): Promise<void> {
  const ids = known.map(({ id }) => id)
  const patients = new Map((await findPatientRows(transaction, ids)).map((row) => [row.id, row]))
  const contacts = await findContacts(transaction, ids)
  const identifiers = await findIdentifiers(transaction, ids)
  const contactsOf = byPatient(contacts)
  const identifiersOf = byPatient(identifiers)
  const touched = new Set<PatientId>()
  for (const { row, id } of known) {
    const isFirst = !touched.has(id)
    touched.add(id)
    const state = isFirst
      ? { patient: patients.get(id), contacts: contactsOf.get(id), identifiers: identifiersOf.get(id) }
      : await readAgain(transaction, id)
    if (!state.patient) continue
    const hasChanged = await changeFromImport(transaction, row, {
      known: {
        patient: state.patient,
        contacts: state.contacts ?? [],
        identifiers: state.identifiers ?? []
      },
      ...extrasOf(row, context),
      day: context.day
    })
    outcomes.set(row.line, { kind: hasChanged ? 'changed' : 'unchanged', id })
  }
}

function byPatient<Row extends { patient_id: PatientId }>(rows: readonly Row[]): Map<PatientId, Row[]> {
  const grouped = new Map<PatientId, Row[]>()
  for (const row of rows) {
    const group = grouped.get(row.patient_id)
    if (group) group.push(row)
    else grouped.set(row.patient_id, [row])
  }
  return grouped
}

/** Two numbers of one patient in one slice: the second row sees what the first changed. */
async function readAgain(transaction: Transaction, id: PatientId) {
  const [patient] = await findPatientRows(transaction, [id])
  return {
    patient,
    contacts: await findContacts(transaction, [id]),
    identifiers: await findIdentifiers(transaction, [id])
  }
}

function extrasOf(
  { patient }: AcceptedRow,
  { clinicians, day }: ImportContext
): { gp: ImportedGp | null; notes: string[] } {
  const clinicianId = patient.gpName === null ? undefined : clinicians.get(foldName(patient.gpName))
  const gp =
    patient.gpName === null
      ? null
      : {
          gp_clinician_id: clinicianId ?? null,
          gp_external_name: clinicianId === undefined ? patient.gpName : null
        }
  const notes = patient.unusableContacts.map(({ channel, text }) =>
    noteOfContact(channel, text, day.language)
  )
  return { gp, notes }
}

async function recordConsents(
  transaction: Transaction,
  rows: readonly AcceptedRow[],
  { context, outcomes }: Round
): Promise<void> {
  const decisions = new Map<PatientId, 'given' | 'withdrawn'>()
  for (const { line, patient } of rows) {
    const outcome = outcomes.get(line)
    if (!outcome || outcome.kind === 'refused' || patient.smsConsent === null) continue
    decisions.set(outcome.id, patient.smsConsent)
  }
  const changed = await context.neighbours.recordImportedConsents(transaction, decisions, context)
  for (const [line, outcome] of outcomes) {
    if (outcome.kind === 'unchanged' && changed.has(outcome.id))
      outcomes.set(line, { kind: 'changed', id: outcome.id })
  }
}

/** Each patient written has a row in the access log, as if the desk had done it. */
async function recordLooks(
  transaction: Transaction,
  outcomes: ReadonlyMap<number, SliceOutcome>,
  { audit, actor }: ImportContext
): Promise<void> {
  const entries: AccessEntry[] = [...outcomes.values()].flatMap((outcome) => {
    if (outcome.kind === 'refused' || outcome.kind === 'unchanged') return []
    const action = outcome.kind === 'imported' ? 'patient.created' : 'patient.changed'
    return [{ action, patientId: outcome.id, detail: 'import' }]
  })
  await audit.recordAll(transaction, actor, entries)
}
