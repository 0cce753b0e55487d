import type { PatientId } from '@contract/ids'
import type { Database, Reader, Transaction } from '../../database/database'
import type { Actor } from '../../rpc/handlers'
import type { AccessEntry, Audit } from '../audit'
import type { ClinicDay } from './clinic-day'
import { findContacts } from './contacts.queries'
import { findIdentifiers } from './identifiers.queries'
import {
  addOtherNumbers,
  changeFromImport,
  keptContacts,
  planChange,
  type KnownPatient,
  type PlannedChange
} from './import-change'
import type { ImportFinding } from './import-contacts.rules'
import { insertImported, type NewPatient } from './import-insert'
import { matchPatients } from './import-matching.queries'
import type { CliniciansByName, ImportedGp } from './import-merge.rules'
import { noteOfContact } from './import-messages'
import { matchKey } from './import-repeats.rules'
import type { ImportedPatient } from './import-row.rules'
import { followingDispute } from './mobile-dispute'
import { foldName } from './name-folding.rules'
import type { ImportedDecisions, Neighbours } from './neighbours'
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
  | {
      readonly kind: 'imported' | 'changed' | 'unchanged'
      readonly id: PatientId
      /** What of the row could not be written. */
      readonly findings: readonly ImportFinding[]
      /** Once it is on disk. */
      readonly announce?: () => Promise<void>
    }
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
  for (const { row } of fresh) {
    const id = ids.get(row.line)
    if (id === undefined) continue
    const today = context.day.today.toString()
    const findings = await addOtherNumbers(transaction, { id, numbers: row.patient.otherNumbers, today })
    outcomes.set(row.line, { kind: 'imported', id, findings })
  }
  await changeKnown(transaction, known, { context, outcomes })
}

const AMBIGUOUS: SliceOutcome = { kind: 'refused', finding: { code: 'match-ambiguous', parameters: {} } }

async function changeKnown(
  transaction: Transaction,
  known: readonly { row: AcceptedRow; id: PatientId }[],
  { context, outcomes }: Round
): Promise<void> {
  const ids = known.map(({ id }) => id)
  const states = await readKnown(transaction, ids)
  const touched = new Set<PatientId>()
  for (const { row, id } of known) {
    // Two numbers of one patient in one slice: the second row sees what the first changed.
    const state = touched.has(id) ? (await readKnown(transaction, [id])).get(id) : states.get(id)
    touched.add(id)
    if (!state) continue
    const kept = keptContacts(row, state)
    const plan = planChange(row, state, extrasOf(row, context))
    if (plan === null) {
      outcomes.set(row.line, { kind: 'unchanged', id, findings: kept })
      continue
    }
    const change = { known: state.patient, plan, day: context.day }
    const followed = { ...context, patientId: id }
    const untaken = await followingDispute(transaction, followed, async () =>
      changeFromImport(transaction, row, change)
    )
    const findings = [...kept, ...untaken]
    const { birth_date: before } = state.patient
    // Every window reads everything anew after an import: nothing is told of each.
    if (plan.facts && plan.facts.birth_date !== before)
      await context.neighbours.birthDateChanged(transaction, id, { before, day: context.day })
    const death = await recordDeath(transaction, { state, plan, context })
    outcomes.set(row.line, { kind: 'changed', id, findings: [...findings, ...death.findings], ...death.told })
  }
}

/** A death ends what hangs on the patient, whoever tells of it. */
async function recordDeath(
  transaction: Transaction,
  { state, plan, context }: { state: KnownPatient; plan: PlannedChange; context: ImportContext }
): Promise<{ findings: ImportFinding[]; told: { announce?: () => Promise<void> } }> {
  const { deceasedOn: on } = plan
  if (on === null) return { findings: [], told: {} }
  const birthDate = plan.facts?.birth_date ?? state.patient.birth_date
  if (birthDate !== null && on < birthDate)
    return { findings: [{ code: 'deceased-before-birth', parameters: {} }], told: {} }
  const { actor, day, neighbours } = context
  const death = { patientId: state.patient.id, on, actor, day }
  return { findings: [], told: { announce: await neighbours.died(transaction, death) } }
}

/** What is known of these patients, as far as a row can change it. */
export async function readKnown(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<ReadonlyMap<PatientId, KnownPatient>> {
  const contacts = byPatient(await findContacts(reader, ids))
  const identifiers = byPatient(await findIdentifiers(reader, ids))
  const patients = await findPatientRows(reader, ids)
  return new Map(
    patients.map((patient) => [
      patient.id,
      {
        patient,
        contacts: contacts.get(patient.id) ?? [],
        identifiers: identifiers.get(patient.id) ?? []
      }
    ])
  )
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

/** What a row says of the GP and by way of notes, in the clinic's own terms. */
export function extrasOf(
  { patient }: AcceptedRow,
  { clinicians, day }: Pick<ImportContext, 'clinicians' | 'day'>
): { gp: ImportedGp | null; notes: string[] } {
  const clinicianId = patient.gpName === null ? undefined : clinicians.get(foldName(patient.gpName))
  const gp =
    patient.gpName === null
      ? null
      : {
          gp_clinician_id: clinicianId ?? null,
          gp_external_name: clinicianId === undefined ? patient.gpName : null
        }
  const unusable = patient.unusableContacts.map(({ channel, text }) =>
    noteOfContact(channel, text, day.language)
  )
  return { gp, notes: [...(patient.note === null ? [] : [patient.note]), ...unusable] }
}

async function recordConsents(
  transaction: Transaction,
  rows: readonly AcceptedRow[],
  { context, outcomes }: Round
): Promise<void> {
  const decisions = new Map<PatientId, ImportedDecisions>()
  for (const { line, patient } of rows) {
    const outcome = outcomes.get(line)
    if (!outcome || outcome.kind === 'refused') continue
    const { consents, isReserved } = patient
    if (consents.length > 0 || isReserved !== null) decisions.set(outcome.id, { consents, isReserved })
  }
  const changed = await context.neighbours.recordImportedConsents(transaction, decisions, context)
  for (const [line, outcome] of outcomes) {
    if (outcome.kind === 'unchanged' && changed.has(outcome.id))
      outcomes.set(line, { ...outcome, kind: 'changed' })
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
