import type { GapId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import { describeError, type Log } from '../../platform/log'
import type { Handlers } from '../../rpc/handlers'
import type { AppointmentHook } from '../appointments'
import type { OfferBook } from '../messaging'
import type { WaitingListContext } from './context'
import { entryHandlers } from './entries.handlers'
import { followAppointment } from './follow-appointment'
import { createOfferBook } from './offer-book'
import { offerHandlers } from './offers.handlers'
import { runningRounds } from './round.queries'

type WaitingListMethods = Extract<MethodName, `waitingList.${string}`>

export interface WaitingListDependencies extends WaitingListContext {
  readonly log: Log
}

export interface WaitingList {
  readonly handlers: Handlers<WaitingListMethods>
  /** Sees places that become free and who waits for what, inside the transaction of every change to an appointment. */
  readonly onAppointmentChange: AppointmentHook
  /** For messaging: what replies mean, and what becomes due. */
  readonly offers: OfferBook
}

/** Those who want an earlier time, the places that become free, and the offers of one to the other. */
export function createWaitingList(context: WaitingListDependencies): WaitingList {
  const { database, events, log } = context
  /** Opened in transactions that may not be on disk yet. */
  const opened = new Set<GapId>()
  /** Days with a held place when it was last looked at. */
  let heldDates: readonly string[] = []

  async function publish(): Promise<void> {
    const before = heldDates
    heldDates = (await runningRounds(database.reader)).map((round) => round.local_date)
    events.publish('waitingList.changed', { dates: [...new Set([...before, ...heldDates])] })
  }

  async function onChanged(): Promise<void> {
    await publish()
    context.wake()
  }

  events.subscribe((event) => {
    const isAboutOffers = event === 'messages.changed' && heldDates.length > 0
    if (event !== 'appointments.changed' && !isAboutOffers) return
    // One of a transaction that failed is gone with it: a page that looks for it finds nothing.
    for (const gapId of opened) events.publish('waitingList.gapOpened', { gapId })
    opened.clear()
    publish().catch((error: unknown) => log.error('waiting-list-not-announced', describeError(error)))
    // An SMS that could not be delivered lets the next one be asked at once.
    if (isAboutOffers) context.wake()
  })

  return {
    handlers: { ...entryHandlers(context, onChanged), ...offerHandlers(context, onChanged) },
    async onAppointmentChange(transaction, change) {
      for (const id of await followAppointment(context, transaction, change)) opened.add(id)
    },
    offers: createOfferBook(context, publish)
  }
}
