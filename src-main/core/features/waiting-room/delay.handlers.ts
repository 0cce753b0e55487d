import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../platform/app-error'
import { momentAt } from '../../platform/wall-clock'
import type { Handlers } from '../../rpc/handlers'
import { listClinicians } from '../settings'
import { insertDelay } from './delay.queries'
import type { WaitingRoomDependencies } from './waiting-room'

/** How far behind a clinician is, said by hand. A clinician says it of nobody else. */
export function delayHandlers({
  database,
  audit,
  events,
  appointments: { steps }
}: Pick<WaitingRoomDependencies, 'database' | 'audit' | 'events' | 'appointments'>): Handlers<'delays.set'> {
  return {
    async 'delays.set'({ clinicianId, minutes, until }, { actor }) {
      const { now, today, timeZone } = await steps.moment()
      const untilAt = until === null ? endOfDay(today, timeZone) : momentAt(today, until, timeZone).toString()
      if (Date.parse(untilAt) <= Date.parse(now)) throw new AppError('delay-until-past')
      await database.write(async (transaction) => {
        const clinician = (await listClinicians(transaction)).find(({ id }) => id === clinicianId)
        if (!clinician) throw new AppError('not-found')
        if (actor.role === 'clinician' && clinician.userId !== actor.userId) throw new AppError('not-allowed')
        const by = { userId: actor.userId, userName: actor.name }
        await insertDelay(transaction, { clinicianId, date: today, minutes, until: untilAt, now, ...by })
        const detail = `clinician ${clinicianId} ${minutes === null ? 'counted' : `${minutes} min`}`
        await audit.record(transaction, actor, { action: 'delay.set', patientId: null, detail })
      })
      events.publish('delays.changed', { clinicianId })
      return {}
    }
  }
}

function endOfDay(today: string, timeZone: string): string {
  return Temporal.PlainDate.from(today).add({ days: 1 }).toZonedDateTime(timeZone).toInstant().toString()
}
