import type { PatientId } from '@contract/ids'
import type { IdentifierType } from '@contract/patients'
import type { FhirBasic, FhirProvenance } from '@contract/record-export'
import type {
  codeRequests,
  codeTries,
  numberChangeRows,
  portalAccounts,
  seriesRows
} from './asked-and-changed.queries'
import { mayLeaveTheHouse } from './identifier-systems.rules'
import { patientReference } from './person.rules'
import type { RowOf } from './record-export.queries'

type Fact = string | number | null

/** What HL7 has no resource for: it is told by `Basic`, each fact as an extension of the program's own. */
function basic(
  patientId: PatientId,
  { id, kind, at, facts }: { id: string; kind: string; at: string; facts: Readonly<Record<string, Fact>> }
): FhirBasic {
  const known = Object.entries({ ...facts, at }).flatMap(([name, value]) =>
    value === null ? [] : [{ url: `urn:skranke:${kind}:${name}`, valueString: String(value) }]
  )
  return {
    resourceType: 'Basic',
    id,
    extension: known,
    code: { text: kind },
    subject: patientReference(patientId),
    created: at.slice(0, 10)
  }
}

export function toSeries(patientId: PatientId, row: RowOf<typeof seriesRows>): FhirBasic {
  const { rhythm, every, first_date, until_date, occurrence_count, created_at } = row
  const facts = { rhythm, every, from: first_date, until: until_date, count: occurrence_count }
  return basic(patientId, { id: `series-${row.id}`, kind: 'appointment-series', at: created_at, facts })
}

/**
 * A number that was corrected was never the patient's: it may be somebody else's, and is not given out. The clinic's own
 * help number never leaves the house.
 */
export function toNumberChange(patientId: PatientId, row: RowOf<typeof numberChangeRows>): FhirProvenance {
  const before = row.kind === 'corrected' ? null : shownNumber(row.old_type, row.old_value)
  const after = shownNumber(row.new_type, row.new_value)
  return {
    resourceType: 'Provenance',
    id: `number-change-${row.id}`,
    target: [{ ...patientReference(patientId), ...(after === null ? {} : { display: after }) }],
    recorded: row.changed_at,
    activity: { text: `number-${row.undone_at === null ? row.kind : 'undone'}` },
    agent: [{ who: { display: row.user_name } }],
    ...(before === null ? {} : { entity: [{ role: 'revision', what: { display: before } }] })
  }
}

function shownNumber(type: IdentifierType | null, value: string | null): string | null {
  return type !== null && value !== null && mayLeaveTheHouse(type) ? value : null
}

export function toAccount(
  patientId: PatientId,
  row: Awaited<ReturnType<typeof portalAccounts>>[number]
): FhirBasic {
  const { state, activation, last_login_at: login, level, changed_at: at } = row
  const facts = { state, activation, login, level }
  return basic(patientId, { id: `portal-account-${patientId}`, kind: 'portal-account', at, facts })
}

type Request = RowOf<typeof codeRequests>
type Try = Awaited<ReturnType<typeof codeTries>>[number]

/** A code that was asked for at the portal, and each time something was typed for it. `place`: its place among all. */
export function toCodeRequest(
  patientId: PatientId,
  { row, tries, place }: { row: Request; tries: readonly Try[]; place: number }
): FhirBasic[] {
  const { purpose, refusal, received_at: at } = row
  const outcome = refusal ?? (row.message_id === null ? null : 'sent')
  const asked = { id: `code-request-${place}`, kind: 'portal-code-request', at, facts: { purpose, outcome } }
  return [
    basic(patientId, asked),
    ...tries.map(({ attempt, at: typedAt, outcome: came }) =>
      basic(patientId, {
        id: `code-try-${place}-${attempt}`,
        kind: 'portal-code-try',
        at: typedAt,
        facts: { purpose, outcome: came }
      })
    )
  ]
}
