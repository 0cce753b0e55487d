import type { Slot } from '@medplum/fhirtypes'
import type { PortalKind } from '../kind'
import { keepForeign } from '../mapping/keep-foreign.rules'
import { toSlot } from '../mapping/slot.rules'
import { idsAfter } from '../portal-rows.queries'
import { isKnownToBeHeld } from '../slots/slots.queries'
import { typesForSlot } from '../slots/slots.rules'
import type { KindContext } from './context'
import { onlyOurs } from './one-way'

const HELD: readonly (Slot['status'] | undefined)[] = ['busy', 'busy-tentative']

/** The clinic makes them; a portal's booking makes them busy, and comes in as an appointment. */
export function slotKind(context: KindContext): PortalKind<'Slot'> {
  return {
    type: 'Slot',
    check: context.check,
    list: async (reader, page) => await idsAfter(reader, 'portal_slot', page),
    async read(rows, { localId, base, remoteId, identifier }) {
      const row = await rows.slot(localId)
      if (!row || (row.status === 'gone' && base === null)) return { is: 'none' }
      // A patient has taken it, and the booking has not come in yet: it must not be given away a second time.
      if (row.status !== 'busy' && HELD.includes(base?.status) && !(await isKnownToBeHeld(rows.reader, row)))
        return { is: 'none' }
      const mark = { type: 'Schedule', localId: row.clinicianId } as const
      const scheduleRemoteId = await remoteId(mark)
      if (scheduleRemoteId === null) return { is: 'waits', mark }
      const minutes = (Date.parse(row.endAt) - Date.parse(row.startAt)) / 60_000
      const body = toSlot(
        {
          own: identifier,
          scheduleRemoteId,
          startAt: row.startAt,
          endAt: row.endAt,
          status: row.status,
          types: typesForSlot({ id: row.typeId, minutes }, await context.offered(rows))
        },
        await context.clinic(rows)
      )
      return { is: 'body', body: keepForeign(body, base) }
    },
    apply: onlyOurs<'Slot'>
  }
}
