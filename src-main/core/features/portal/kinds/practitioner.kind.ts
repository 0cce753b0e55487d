import { ClinicianId } from '@contract/ids'
import type { PortalKind } from '../kind'
import { keepForeign } from '../mapping/keep-foreign.rules'
import { toPractitioner, toSchedule } from '../mapping/practitioner.rules'
import { idsAfter } from '../portal-rows.queries'
import { slotHorizon } from '../slots/horizon'
import type { KindContext } from './context'
import { onlyOurs } from './one-way'

export function practitionerKind(context: KindContext): PortalKind<'Practitioner'> {
  return {
    type: 'Practitioner',
    check: context.check,
    list: async (reader, page) => await idsAfter(reader, 'clinician', page),
    async read(rows, { localId, base, identifier }) {
      const row = await rows.clinician(ClinicianId.parse(localId))
      if (!row) return { is: 'none' }
      const facts = { own: identifier, name: row.name, isActive: row.is_active === 1 }
      return { is: 'body', body: keepForeign(toPractitioner(facts, await context.clinic(rows)), base) }
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
    async read(rows, { localId, base, remoteId, identifier }) {
      const row = await rows.clinician(ClinicianId.parse(localId))
      if (!row) return { is: 'none' }
      const mark = { type: 'Practitioner', localId } as const
      const practitionerRemoteId = await remoteId(mark)
      if (practitionerRemoteId === null) return { is: 'waits', mark }
      const body = toSchedule(
        {
          own: identifier,
          practitionerRemoteId,
          isActive: row.is_active === 1,
          types: await context.offered(rows),
          horizon: await slotHorizon(rows.reader, await context.day(rows))
        },
        await context.clinic(rows)
      )
      // The horizon moves on every day: what the portal holds of it is good until the rest changes.
      const kept = base?.planningHorizon && { planningHorizon: base.planningHorizon }
      return { is: 'body', body: keepForeign({ ...body, ...kept }, base) }
    },
    apply: onlyOurs<'Schedule'>
  }
}
