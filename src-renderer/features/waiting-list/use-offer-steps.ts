import type { WaitingListEntryId } from '@contract/ids'
import type { Gap, Offer, OfferRound, WaitingListEntry } from '@contract/waiting-list'
import { translate } from '../../app/i18n'
import { notify, offerUndo, showError } from '../../app/undo'
import { call, type MethodInput } from '../../core-client'
import { offerStepBack } from '../appointments/changes'
import { useGaps } from './gaps.store'

interface OfferSteps {
  offer(input: MethodInput<'waitingList.offer'>): Promise<void>
  stop(round: OfferRound): Promise<void>
  dismiss(gap: Gap): Promise<void>
  /** The patient takes the place on the telephone. */
  place(gap: Gap, entry: { id: WaitingListEntryId; patientName: string }): Promise<void>
  decline(offer: Offer): Promise<void>
  remove(entry: WaitingListEntry): Promise<void>
}

/** What the desk does with free places and those who wait, each with its way back. */
export function useOfferSteps(): OfferSteps {
  const gaps = useGaps()

  async function run(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      await gaps.load()
    } catch (error) {
      showError(error)
    }
  }

  return {
    offer: (input) =>
      run(async () => {
        const round = await call('waitingList.offer', input)
        const asked = round.offers
          .filter(({ state }) => state === 'open')
          .map(({ patientName }) => patientName)
        offerUndo({
          text: translate('waitingList.offered', { names: asked.join(', ') }),
          undo: async () => void (await call('waitingList.stop', { roundId: round.id }))
        })
      }),
    stop: ({ id }) =>
      run(async () => {
        await call('waitingList.stop', { roundId: id })
        notify(translate('waitingList.stopped'))
      }),
    dismiss: ({ id }) =>
      run(async () => {
        await call('waitingList.dismissGap', { id })
        offerUndo({
          text: translate('waitingList.dismissed'),
          undo: async () => void (await call('waitingList.restoreGap', { id }))
        })
      }),
    place: ({ id }, entry) =>
      run(async () => {
        offerStepBack(await call('waitingList.place', { gapId: id, entryId: entry.id }), 'moved')
      }),
    decline: ({ id, patientName }) =>
      run(async () => {
        await call('waitingList.decline', { offerId: id })
        notify(translate('waitingList.declined', { name: patientName }))
      }),
    remove: ({ id, patientName }) =>
      run(async () => {
        await call('waitingList.remove', { id })
        offerUndo({
          text: translate('waitingList.removed', { name: patientName }),
          undo: async () => void (await call('waitingList.restore', { id }))
        })
      })
  }
}
