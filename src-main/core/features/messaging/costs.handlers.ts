import type { Costs, MonthCosts } from '@contract/messages'
import type { Handlers } from '../../rpc/handlers'
import { writeMark } from '../settings'
import { readMoment, type MessagingContext } from './context'
import { LET_ON_MARK } from './costs'
import { costsBetween, countHeldByCost, heldByCost, releaseHeldByCost } from './costs.queries'
import { fitting, monthOf } from './costs.rules'
import { storedMoment } from './moment'

const MONTHS_SHOWN = 12

export interface CostHandlerDependencies {
  readonly context: MessagingContext
  /** After messages that waited may leave. */
  readonly onReleased: () => void
}

export function costHandlers({
  context,
  onReleased
}: CostHandlerDependencies): Handlers<'messages.costs' | 'messages.letOn'> {
  const { database } = context
  return {
    'messages.costs': async () => await readCosts(context),
    'messages.letOn': async (_input, { actor }) => {
      const { settings, now } = await readMoment(context)
      const month = monthOf(now, settings.timeZone).name
      await database.write(async (transaction) => {
        await writeMark(transaction, LET_ON_MARK, JSON.stringify(month))
        await releaseHeldByCost(transaction, storedMoment(now))
        await context.audit.record(transaction, actor, {
          action: 'ceiling.lifted',
          patientId: null,
          detail: month
        })
      })
      context.costs.forget()
      context.events.publish('messages.changed', { patientId: null, appointmentId: null })
      onReleased()
      return await readCosts(context)
    }
  }
}

async function readCosts(context: MessagingContext): Promise<Costs> {
  const moment = await readMoment(context)
  const { settings, now } = moment
  const { reader } = context.database
  const months: MonthCosts[] = []
  for (let back = 0; back < MONTHS_SHOWN; back++) {
    const { name, from, until } = monthOf(now, settings.timeZone, back)
    const costs = await costsBetween(reader, storedMoment(from), storedMoment(until))
    if (back === 0 || costs.messages > 0) months.push({ month: name, ...costs })
  }
  context.costs.forget()
  return {
    months,
    ceilingMinor: settings.messaging.monthlyCeilingMinor,
    level: await context.costs.level(reader, moment),
    waiting: await countHeldByCost(reader)
  }
}

/**
 * Messages that waited for the ceiling go when it was raised or another month has begun: as many as fit, for what does
 * not would be put back at once. @returns whether some did
 */
export async function releaseUnderCeiling(context: MessagingContext): Promise<boolean> {
  context.costs.forget()
  const { reader } = context.database
  const held = await heldByCost(reader)
  if (held.length === 0) return false
  const moment = await readMoment(context)
  const ids = fitting(held, await context.costs.left(reader, moment)).map(({ id }) => id)
  if (ids.length === 0) return false
  await context.database.write((transaction) => releaseHeldByCost(transaction, storedMoment(moment.now), ids))
  return true
}
