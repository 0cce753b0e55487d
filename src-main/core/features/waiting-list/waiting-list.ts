import type { GapId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import { describeError } from '../../platform/log'
import type { Handlers } from '../../rpc/handlers'
import type { AppointmentHook } from '../appointments'
import type { OfferBook } from '../messaging'
import type { WaitingListContext } from './context'
import { createEntriesOfTheDead, type EntriesOfTheDead } from './deaths'
import { entryHandlers } from './entries.handlers'
import { followAppointment } from './follow-appointment'
import { createOfferBook } from './offer-book'
import { offerHandlers } from './offers.handlers'
import { runningRounds } from './round.queries'

type WaitingListMethods = Extract<MethodName, `waitingList.${string}`>

export interface WaitingList {
  readonly handlers: Handlers<WaitingListMethods>
  /** Sees places that become free and who waits for what, inside the transaction of every change to an appointment. */
  readonly onAppointmentChange: AppointmentHook
  /** For messaging: what replies mean, and what becomes due. */
  readonly offers: OfferBook
  /** When the patient has died. */
  readonly ofTheDead: EntriesOfTheDead
  /** After entries were changed by another feature, once it is on disk. */
  announce(): Promise<void>
}

/** Those who want an earlier time, the places that become free, and the offers of one to the other. */
export function createWaitingList(context: WaitingListContext): WaitingList {
  const { database, events, log } = context
  /** Opened in transactions that may not be on disk yet. */
  const opened = new Set<GapId>()
  /** Whether a change of an appointment, in a transaction that may not be on disk yet, has meant anything to the list. */
  let isTouched = false
  /** Days with a held place when it was last looked at; null: not looked at yet. */
  let heldDates: readonly string[] | null = null

  const readHeldDates = async (): Promise<readonly string[]> =>
    (await runningRounds(database.reader)).map((round) => round.local_date)

  async function publish(): Promise<void> {
    const before = heldDates ?? []
    heldDates = await readHeldDates()
    events.publish('waitingList.changed', { dates: [...new Set([...before, ...heldDates])] })
  }

  /** An SMS that could not be delivered lets the next one be asked at once. */
  async function onMessagesChanged(): Promise<void> {
    heldDates ??= await readHeldDates()
    if (heldDates.length > 0) await onChanged()
  }

  async function onChanged(): Promise<void> {
    await publish()
    context.wake()
  }

  function tryTo(work: () => Promise<void>): void {
    work().catch((error: unknown) => log.error('waiting-list-not-announced', describeError(error)))
  }

  events.subscribe((event) => {
    if (event === 'messages.changed' && heldDates?.length !== 0) tryTo(onMessagesChanged)
    if (event !== 'appointments.changed') return
    // One of a transaction that failed is gone with it: a page that looks for it finds nothing.
    for (const gapId of opened) events.publish('waitingList.gapOpened', { gapId })
    opened.clear()
    if (isTouched) tryTo(publish)
    isTouched = false
  })

  return {
    handlers: { ...entryHandlers(context, onChanged), ...offerHandlers(context, onChanged) },
    async onAppointmentChange(transaction, change) {
      const followed = await followAppointment(context, transaction, change)
      for (const id of followed.opened) opened.add(id)
      isTouched ||= followed.isTouched
    },
    offers: createOfferBook(context, publish),
    ofTheDead: createEntriesOfTheDead(context),
    announce: onChanged
  }
}
