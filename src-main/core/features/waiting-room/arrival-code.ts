import type { AppointmentId } from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import type { Transaction } from '../../database/database'
import type { AppointmentChange } from '../appointments'
import { arrivalCodesOf, writeArrivalCode } from './arrival-code.queries'
import { drawArrivalCode, type Draw } from './arrival-code.rules'
import { isWaiting } from './waiting-room-steps.rules'

/** A code for who has just arrived. */
export async function giveArrivalCode(
  transaction: Transaction,
  { after: { id, date, arrivedAt, ...after }, kind }: AppointmentChange,
  draw: Draw
): Promise<void> {
  if (kind === 'arrived' && isWaiting(after) && arrivedAt !== null)
    await assignArrivalCode(transaction, { id, date, at: arrivedAt }, draw)
}

/** A code for who has none that day. Whoever had one keeps it: the slip in the hand stays true. */
export async function assignArrivalCode(
  transaction: Transaction,
  { id, date, at }: { id: AppointmentId; date: CivilDate; at: Instant },
  draw: Draw
): Promise<void> {
  const codes = await arrivalCodesOf(transaction, date)
  if (codes.has(id)) return
  const code = drawArrivalCode(draw, new Set(codes.values()))
  await writeArrivalCode(transaction, { id, date, code, now: at })
}
