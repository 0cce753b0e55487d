import { toStoredInstant } from '../../../platform/clock'
import type { PortalKind } from '../kind'
import { toCommunication } from '../mapping/communication.rules'
import { keepForeign } from '../mapping/keep-foreign.rules'
import { findMessageOutline } from '../portal-rows.queries'
import type { KindContext } from './context'
import { onlyOurs } from './one-way'
import { KNOWN_DAYS_BACK } from './patient.kind'

/** That messages were sent: those of who comes to the portal are told with the patient, and new ones as they go. */
export function communicationKind(context: KindContext): PortalKind<'Communication'> {
  return {
    type: 'Communication',
    check: context.check,
    list: () => Promise.resolve([]),
    async read(rows, { localId, base, remoteId, identifier }) {
      const row = await findMessageOutline(rows.reader, localId)
      const { now } = await context.day(rows)
      const since = toStoredInstant(now.subtract({ hours: 24 * KNOWN_DAYS_BACK }))
      if (!row || row.patient_id === null || row.sent_at === null || row.created_at < since)
        return { is: 'none' }
      const served = await context.served(rows, row.patient_id)
      if (served.is === 'waits') return served
      if (served.is === 'not-served') return { is: 'none' }
      const patient = { type: 'Patient', localId: row.patient_id } as const
      const patientRemoteId = await remoteId(patient)
      if (patientRemoteId === null) return { is: 'waits', mark: patient }
      const facts = {
        own: identifier,
        patientRemoteId,
        appointmentRemoteId:
          row.appointment_id === null
            ? null
            : await remoteId({ type: 'Appointment', localId: row.appointment_id }),
        purpose: row.purpose,
        channel: row.channel,
        state: row.state,
        sentAt: row.sent_at,
        deliveredAt: row.delivered_at
      }
      return { is: 'body', body: keepForeign(toCommunication(facts, await context.clinic(rows)), base) }
    },
    apply: onlyOurs<'Communication'>
  }
}
