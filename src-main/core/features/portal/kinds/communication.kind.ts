import { toStoredInstant } from '../../../platform/clock'
import type { PortalKind } from '../kind'
import { toCommunication } from '../mapping/communication.rules'
import { keepForeign } from '../mapping/keep-foreign.rules'
import { findMessageOutline } from '../portal-rows.queries'
import { clinicOf, dayOf, type KindContext } from './context'
import { onlyOurs } from './one-way'
import { KNOWN_DAYS_BACK } from './patient.kind'
import { servedOf } from './served'

/** That messages were sent: those of who comes to the portal are told with the patient, and new ones as they go. */
export function communicationKind(context: KindContext): PortalKind<'Communication'> {
  return {
    type: 'Communication',
    check: context.check,
    list: () => Promise.resolve([]),
    async read(reader, { localId, base, remoteId, identifier }) {
      const row = await findMessageOutline(reader, localId)
      const { now, ...day } = await dayOf(context, reader)
      const since = toStoredInstant(now.subtract({ hours: 24 * KNOWN_DAYS_BACK }))
      if (!row || row.patient_id === null || row.sent_at === null || row.created_at < since)
        return { is: 'none' }
      const served = await servedOf(reader, row.patient_id, { now, ...day })
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
      return { is: 'body', body: keepForeign(toCommunication(facts, await clinicOf(context, reader)), base) }
    },
    apply: onlyOurs<'Communication'>
  }
}
