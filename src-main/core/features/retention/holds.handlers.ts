import type { LegalHold } from '@contract/retention'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import { civilDateOf } from '../../platform/wall-clock'
import type { Handlers } from '../../rpc/handlers'
import type { RetentionDependencies } from './erase'
import { getPatientRow } from '../patients'
import { findHold, holdsOf, insertHold, liftHold, type HoldRow } from './holds.queries'

/** Legal holds: while one stands, neither a rule nor a request deletes anything of the patient. */
export function holdHandlers({
  database,
  clock,
  audit,
  events,
  settings
}: RetentionDependencies): Handlers<'holds.forPatient' | 'holds.place' | 'holds.lift'> {
  async function today(): Promise<string> {
    return civilDateOf(clock.now(), (await settings.read()).timeZone)
  }
  return {
    async 'holds.forPatient'({ patientId }) {
      const date = await today()
      return (await holdsOf(database.reader, patientId)).map((row) => toHold(row, date))
    },
    async 'holds.place'({ patientId, reason, until }, { actor }) {
      const date = await today()
      if (until !== null && until < date) throw new AppError('invalid-input', { field: 'until' })
      const at = toStoredInstant(clock.now())
      const hold = await database.write(async (transaction) => {
        await getPatientRow(transaction, patientId)
        const placed = { patientId, reason, until, at, by: actor.userId, byName: actor.name }
        const id = await insertHold(transaction, placed)
        await audit.record(transaction, actor, { action: 'legal-hold.placed', patientId })
        return await findHold(transaction, id)
      })
      if (!hold) throw new AppError('not-found')
      events.publish('erasures.changed', {})
      return toHold(hold, date)
    },
    async 'holds.lift'({ id }, { actor }) {
      const date = await today()
      const lifted = { at: toStoredInstant(clock.now()), by: actor.userId, byName: actor.name }
      const hold = await database.write(async (transaction) => {
        if (!(await liftHold(transaction, id, lifted))) throw new AppError('not-found')
        const row = await findHold(transaction, id)
        if (!row) throw new AppError('not-found')
        await audit.record(transaction, actor, { action: 'legal-hold.lifted', patientId: row.patient_id })
        return row
      })
      events.publish('erasures.changed', {})
      return toHold(hold, date)
    }
  }
}

function toHold(row: HoldRow, today: string): LegalHold {
  return {
    id: row.id,
    reason: row.reason,
    until: row.until_date,
    placedAt: row.placed_at,
    placedBy: row.placed_by_name,
    liftedAt: row.lifted_at,
    liftedBy: row.lifted_by_name,
    isStanding: row.lifted_at === null && (row.until_date === null || row.until_date >= today)
  }
}
