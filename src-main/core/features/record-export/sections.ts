import type { PatientId } from '@contract/ids'
import type { Currency, ExportedResource } from '@contract/record-export'
import type { Reader } from '../../database/database'
import { toConsent, toFlags, toPatient, toRelatedPerson } from './person.rules'
import {
  appointmentRows,
  appointmentSteps,
  consentRows,
  contactHistory,
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
  const related = await relations(reader, patientId)
  return {
    resources: [toPatient(held), ...toFlags(held), ...related.map((row) => toRelatedPerson(patientId, row))],
    lastId: null
  }
}

/** In the order of the copy. Whatever table holds something of a patient is read by one of them; a test holds that. */
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
  rowsOf(logRows, (asked, row) => toAuditEvent(asked, row))
]

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
