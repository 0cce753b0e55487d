import type { PortalMarkState } from '@contract/portal'
import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { formatTelephone } from '../../platform/telephone'
import type { Handlers } from '../../rpc/handlers'
import { listAgreed } from './agreed.queries'
import { readConnection } from './connection.queries'
import { openOfAppointments, openOfConsents, openOfPatients, type OpenState } from './marks.queries'
import { claimedMobileIn } from './mapping/patient.rules'
import type { PortalParts } from './parts'
import { readBodyText } from './resource-shape'

const STATES = {
  waiting: 'waiting',
  'in-doubt': 'waiting',
  dead: 'stuck',
  conflict: 'conflict'
} as const satisfies Record<OpenState, PortalMarkState>

/** What is gravest is said. */
const RANK = { waiting: 0, stuck: 1, conflict: 2 } as const satisfies Record<PortalMarkState, number>

/** What the portal has not confirmed, for the pages to mark at the place itself. */
export function portalMarkHandlers({ database, settings }: PortalParts): Handlers<'portal.marks'> {
  return {
    async 'portal.marks'({ appointmentIds, patientIds }) {
      const { reader } = database
      // Nothing is waited for where no portal is; what stood open when it was turned off is of no use to anybody.
      if ((await readConnection(reader)).state === 'off') return { appointments: [], patients: [] }
      const appointments =
        appointmentIds.length === 0 ? [] : gravest(await openOfAppointments(reader, appointmentIds))
      const records = gravest(patientIds.length === 0 ? [] : await openOfPatients(reader, patientIds))
      const consents = gravest(patientIds.length === 0 ? [] : await openOfConsents(reader, patientIds))
      const { country } = await settings.read()
      const claimed = new Map(await claimedMobiles(reader, patientIds))
      const people = new Set([...records, ...consents, ...claimed].map(([id]) => id))
      const [ofRecord, ofConsents] = [new Map(records), new Map(consents)]
      return {
        appointments: appointments.map(([id, state]) => ({ id, state })),
        patients: [...people].map((id) => {
          const mobile = claimed.get(id)
          return {
            id,
            record: ofRecord.get(id) ?? null,
            consents: ofConsents.get(id) ?? null,
            newMobile: mobile === undefined ? null : formatTelephone(mobile, country)
          }
        })
      }
    }
  }
}

/** What patients have typed at the portal, of those who have proven it not yet. */
async function claimedMobiles(reader: Reader, ids: readonly PatientId[]): Promise<[PatientId, string][]> {
  const known = ids.length === 0 ? [] : await listAgreed(reader, 'Patient', ids)
  return known.flatMap(({ local_id, body }) => {
    const patient = body === null ? null : readBodyText(body)
    const claimed = patient?.resourceType === 'Patient' ? claimedMobileIn(patient) : null
    const id = ids.find((one) => one === local_id)
    return claimed === null || id === undefined ? [] : [[id, claimed]]
  })
}

function gravest<Id>(rows: readonly { id: Id; state: OpenState }[]): [Id, PortalMarkState][] {
  const found = new Map<Id, PortalMarkState>()
  for (const { id, state } of rows) {
    const next = STATES[state]
    const known = found.get(id)
    if (known === undefined || RANK[next] > RANK[known]) found.set(id, next)
  }
  return [...found]
}
