import type { PatientId } from '@contract/ids'
import type { Currency, ExportedResource } from '@contract/record-export'
import type { Reader } from '../../database/database'
import {
  codeRequests,
  codeTries,
  numberChangeRows,
  portalAccounts,
  seriesRows
} from './asked-and-changed.queries'
import { toAccount, toCodeRequest, toNumberChange, toSeries } from './basic.rules'
import { toConsent, toDecisionFlags, toFlags, toPatient, toRelatedPerson } from './person.rules'
import {
  appointmentRows,
  appointmentSteps,
  consentRows,
  contactHistory,
  holdsAndErasures,
  feeRows,
  identifierHistory,
  inboundRows,
  letterRows,
  logRows,
  outboundRows,
  patientName,
  relations,
  taskRows,
  waitingListRows,
  type Page
} from './record-export.queries'
import {
  toAppointment,
  toAuditEvent,
  toFee,
  toInbound,
  toLetter,
  toOutbound,
  toStep,
  toTask,
  toWish
} from './work.rules'

export interface ExportAsked {
  readonly patientId: PatientId
  readonly withAddress: boolean
  readonly clinicName: string
  readonly currency: Currency
}

/** One page of a section; `lastId` null: that was all of it. */
interface SectionPage {
  readonly resources: ExportedResource[]
  readonly lastId: number | null
}

type Section = (reader: Reader, asked: ExportAsked, page: Page) => Promise<SectionPage>

/** Rows that each become resources by themselves. */
function rowsOf<R extends { readonly id: number }>(
  read: (reader: Reader, page: Page) => Promise<R[]>,
  toResources: (asked: ExportAsked, row: R) => ExportedResource | readonly ExportedResource[]
): Section {
  return async (reader, asked, page) => {
    const rows = await read(reader, page)
    const last = rows.at(-1)
    return {
      resources: rows.flatMap((row) => toResources(asked, row)),
      lastId: rows.length === page.limit && last ? last.id : null
    }
  }
}

const person: Section = async (reader, { patientId, withAddress }) => {
  const held = {
    patientId,
    withAddress,
    row: await patientName(reader, patientId),
    identifiers: await identifierHistory(reader, patientId),
    contacts: await contactHistory(reader, patientId)
  }
  const decided = await holdsAndErasures(reader, patientId)
  const related = await relations(reader, patientId)
  return {
    resources: [
      toPatient(held),
      ...toFlags(held),
      ...toDecisionFlags(patientId, decided),
      ...related.map((row) => toRelatedPerson(patientId, row))
    ],
    lastId: null
  }
}

/** The account at the portal before the first of what was asked for there; `afterId` counts those. */
const portal: Section = async (reader, { patientId }, page) => {
  const accounts = page.afterId === 0 ? await portalAccounts(reader, patientId) : []
  const requests = await codeRequests(reader, page)
  const ids = requests.map(({ id }) => id)
  const tries = Map.groupBy(await codeTries(reader, ids), ({ request_id }) => request_id)
  return {
    resources: [
      ...accounts.map((row) => toAccount(patientId, row)),
      ...requests.flatMap((row, index) =>
        toCodeRequest(patientId, { row, tries: tries.get(row.id) ?? [], place: page.afterId + index + 1 })
      )
    ],
    lastId: requests.length === page.limit ? page.afterId + requests.length : null
  }
}

/** In the order of the copy. `IN_THE_COPY` says which tables they read, and a test that none is forgotten. */
const SECTIONS: readonly Section[] = [
  person,
  rowsOf(consentRows, ({ patientId }, row) => toConsent(patientId, row)),
  rowsOf(appointmentRows, ({ patientId }, row) => toAppointment(patientId, row)),
  rowsOf(appointmentSteps, (_asked, row) => toStep(row)),
  rowsOf(waitingListRows, ({ patientId }, row) => toWish(patientId, row)),
  rowsOf(outboundRows, ({ patientId }, row) => toOutbound(patientId, row)),
  rowsOf(inboundRows, ({ patientId }, row) => toInbound(patientId, row)),
  rowsOf(letterRows, ({ patientId }, row) => toLetter(patientId, row)),
  rowsOf(taskRows, ({ patientId }, row) => toTask(patientId, row)),
  rowsOf(feeRows, (asked, row) => toFee(asked, row)),
  rowsOf(numberChangeRows, ({ patientId }, row) => toNumberChange(patientId, row)),
  rowsOf(seriesRows, ({ patientId }, row) => toSeries(patientId, row)),
  portal,
  rowsOf(logRows, (asked, row) => toAuditEvent(asked, row))
]

/** Tables that name a patient: read by a section, or why nothing of them is in the copy. */
export const IN_THE_COPY: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['patient', 'patient_identifier', 'patient_contact', 'guardian', 'legal_hold', 'erasure'],
      ...['consent_decision', 'consent_decision_owner', 'appointment', 'waiting_list_entry', 'message'],
      ...['inbound_message', 'letter', 'task', 'access_log', 'appointment_series', 'identifier_change']
    ].map((table) => [table, 'read'])
  ),
  one_time_code: 'the message that carried the code is read; the code itself is kept as a hash only',
  message_list_entry: 'the message is read',
  delay_notice_entry: 'the message is read',
  contact_check: 'the message that asked, the answer and the contact details are read',
  import_guardian: 'tied while an import goes on',
  duplicate_key: 'made from name and birth date for searching',
  duplicate_pair: 'names somebody else too',
  death: 'the date is read with the person, and who recorded it when with the access log',
  patient_merge: 'what the record holds now is read',
  access_finding: 'is about whoever looked',
  erasing: 'holds a row only while a patient is emptied'
}

/** Resources of one answer: some hundred kilobytes at most, so that a frame holds it. */
const PAGE = 300

export interface ExportPart {
  readonly resources: ExportedResource[]
  /** `section:id`: where the next part begins; null after the last. */
  readonly nextCursor: string | null
}

/** The part of the copy that begins at the cursor; null: at the beginning. */
export async function readPart(
  reader: Reader,
  asked: ExportAsked,
  cursor: string | null
): Promise<ExportPart> {
  const [index, afterId] = (cursor ?? '0:0').split(':').map(Number)
  const section = SECTIONS[index ?? 0]
  if (index === undefined || afterId === undefined || !section) return { resources: [], nextCursor: null }
  const page = { patientId: asked.patientId, afterId, limit: PAGE }
  const { resources, lastId } = await section(reader, asked, page)
  if (lastId !== null) return { resources, nextCursor: `${index}:${lastId}` }
  return { resources, nextCursor: index + 1 < SECTIONS.length ? `${index + 1}:0` : null }
}
