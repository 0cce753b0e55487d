import type { PortalKind } from '../kind'
import { keepForeign } from '../mapping/keep-foreign.rules'
import { toPractitioner, toSchedule } from '../mapping/practitioner.rules'
import { findClinician, idsAfter } from '../portal-rows.queries'
import { offeredTypes } from '../slots/offered-types'
import { slotHorizon } from '../slots/horizon'
import { clinicOf, dayOf, type KindContext } from './context'
import { onlyOurs } from './one-way'

export function practitionerKind(context: KindContext): PortalKind<'Practitioner'> {
  return {
    type: 'Practitioner',
    check: context.check,
    list: async (reader, page) => await idsAfter(reader, 'clinician', page),
    async read(reader, { localId, base, identifier }) {
      const row = await findClinician(reader, localId)
      if (!row) return { is: 'none' }
      const facts = { own: identifier, name: row.name, isActive: row.is_active === 1 }
      return { is: 'body', body: keepForeign(toPractitioner(facts, await clinicOf(context, reader)), base) }
    },
    apply: onlyOurs<'Practitioner'>
  }
}

/** One for each clinician, of the same number. */
export function scheduleKind(context: KindContext): PortalKind<'Schedule'> {
  return {
    type: 'Schedule',
    check: context.check,
    list: async (reader, page) => await idsAfter(reader, 'clinician', page),
    async read(reader, { localId, base, remoteId, identifier }) {
      const row = await findClinician(reader, localId)
      if (!row) return { is: 'none' }
      const mark = { type: 'Practitioner', localId } as const
      const practitionerRemoteId = await remoteId(mark)
      if (practitionerRemoteId === null) return { is: 'waits', mark }
      const body = toSchedule(
        {
          own: identifier,
          practitionerRemoteId,
          isActive: row.is_active === 1,
          types: await offeredTypes(reader),
          horizon: await slotHorizon(reader, await dayOf(context, reader))
        },
        await clinicOf(context, reader)
      )
      // The horizon moves on every day: what the portal holds of it is good until the rest changes.
      const kept = base?.planningHorizon && { planningHorizon: base.planningHorizon }
      return { is: 'body', body: keepForeign({ ...body, ...kept }, base) }
    },
    apply: onlyOurs<'Schedule'>
  }
}
