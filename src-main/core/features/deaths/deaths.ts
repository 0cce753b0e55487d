import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import type { Handlers } from '../../rpc/handlers'
import { announceDeath, relatedTo } from './announce-death'
import type { DeathContext, DeathStep } from './context'
import { deathHandlers, type DeathMethods } from './deaths.handlers'
import { recordDeath } from './record-death'

/** A death that a list tells of. */
export type ListedDeath = Omit<DeathStep, 'at'> & { readonly on: string }

export interface Deaths {
  readonly handlers: Handlers<DeathMethods>
  /**
   * Records what a list says, with all that a death ends; it can be taken back at the card. In the transaction of the
   * list. @returns what tells the windows, for when it is on disk
   * @throws AppError `death-in-future`, `death-before-birth`, `death-recorded-already`
   */
  recordListed(transaction: Transaction, death: ListedDeath): Promise<() => Promise<void>>
}

/** Deaths as the desk learns of them: what ends with the patient, and what comes back when it was a mistake. */
export function createDeaths(context: DeathContext): Deaths {
  return {
    handlers: deathHandlers(context),
    async recordListed(transaction, { on, ...by }) {
      const { patientId } = by
      const step = { ...by, at: toStoredInstant(by.day.now) }
      const related = await relatedTo(transaction, patientId)
      const recording = { on, source: 'list', cancelsAppointments: true } as const
      const changes = await recordDeath(context, transaction, step, recording)
      return async () => await announceDeath(context, { patientId, changes, related })
    }
  }
}
