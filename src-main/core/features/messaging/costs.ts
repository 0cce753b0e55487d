import type { MessagePurpose } from '@contract/messages'
import type { CostLevel } from '@contract/system'
import type { Reader } from '../../database/database'
import { readMark } from '../settings'
import { costLevel, fitsCeiling, leftMinor, monthOf, type CostState } from './costs.rules'
import { costsBetween, costUnderWay, countHeldByCost } from './costs.queries'
import type { Moment } from './context'
import { storedMoment } from './moment'

/** The month in which the manager has let messages go on beyond the ceiling. */
export const LET_ON_MARK = 'cost-let-on'

/** Codes go on; an operator's text has no ceiling. */
const EXEMPT: ReadonlySet<MessagePurpose> = new Set(['one-time-code', 'operator'])

/** What the month has cost, kept so that a message need not count all those before it. */
export interface CostMeter {
  level(reader: Reader, moment: Moment): Promise<CostLevel>
  /** What may still be spent this month, in hundredths; Infinity where nothing is held. */
  left(reader: Reader, moment: Moment): Promise<number>
  /** Whether a message may leave under the ceiling; what it costs is counted from then on, and once. */
  claim(
    reader: Reader,
    message: { readonly purpose: MessagePurpose; readonly cost_minor: number; readonly attempts: number },
    moment: Moment
  ): Promise<boolean>
  /** Counts anew at the next question. */
  forget(): void
}

interface Counted {
  readonly month: string
  readonly isLetOn: boolean
  spentMinor: number
}

export function createCostMeter(): CostMeter {
  let counted: Counted | null = null

  async function count(reader: Reader, { settings, now }: Moment): Promise<Counted> {
    const month = monthOf(now, settings.timeZone)
    if (counted?.month === month.name) return counted
    const { costMinor } = await costsBetween(reader, storedMoment(month.from), storedMoment(month.until))
    counted = {
      month: month.name,
      isLetOn: (await readMark(reader, LET_ON_MARK)) === JSON.stringify(month.name),
      spentMinor: costMinor + (await costUnderWay(reader))
    }
    return counted
  }

  async function stateOf(reader: Reader, moment: Moment): Promise<CostState | null> {
    const { monthlyCeilingMinor: ceilingMinor } = moment.settings.messaging
    return ceilingMinor === null ? null : { ...(await count(reader, moment)), ceilingMinor }
  }

  return {
    async level(reader, moment) {
      const state = await stateOf(reader, moment)
      if (!state) return 'none'
      const isHolding = (await countHeldByCost(reader)) > 0
      return costLevel(state, { leastMinor: moment.settings.messaging.segmentPriceMinor, isHolding })
    },
    async left(reader, moment) {
      const state = await stateOf(reader, moment)
      return state ? leftMinor(state) : Infinity
    },
    async claim(reader, { purpose, cost_minor: costMinor, attempts }, moment) {
      // It was counted when it was tried before, and did not leave.
      if (attempts > 0) counted = null
      const state = await stateOf(reader, moment)
      if (!state) return true
      if (!EXEMPT.has(purpose) && costMinor > 0 && !fitsCeiling(state, costMinor)) return false
      if (counted) counted.spentMinor += costMinor
      return true
    },
    forget() {
      counted = null
    }
  }
}
