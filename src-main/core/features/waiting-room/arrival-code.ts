import type { Transaction } from '../../database/database'
import type { AppointmentChange } from '../appointments'
import { arrivalCodesOf, writeArrivalCode } from './arrival-code.queries'
import { drawArrivalCode, type Draw } from './arrival-code.rules'
import { isWaiting } from './waiting-room-steps.rules'

/** A code for who waits and has none for that day. Whoever had one keeps it: the slip in the hand stays true. */
export async function giveArrivalCode(
  transaction: Transaction,
  { after, kind }: AppointmentChange,
  draw: Draw
): Promise<void> {
  if (kind !== 'arrived' || !isWaiting(after) || after.arrivedAt === null) return
  const codes = await arrivalCodesOf(transaction, after.date)
  if (codes.has(after.id)) return
  const code = drawArrivalCode(draw, new Set(codes.values()))
  await writeArrivalCode(transaction, { id: after.id, date: after.date, code, now: after.arrivedAt })
}
