import type { Campaign } from '@contract/campaigns'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { translate } from '../../app/i18n'
import { notify, offerUndo, showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

interface Campaigns {
  readonly campaigns: ShallowRef<readonly Campaign[]>
  readonly isLoaded: Ref<boolean>
  pause(campaign: Campaign): Promise<void>
  resume(campaign: Campaign): Promise<void>
  stop(campaign: Campaign): Promise<void>
}

/** The rounds, newest first, as they come along. */
export function useCampaigns(): Campaigns {
  const campaigns = shallowRef<readonly Campaign[]>([])
  const isLoaded = ref(false)

  async function load(): Promise<void> {
    campaigns.value = await call('campaigns.list', {})
    isLoaded.value = true
  }
  const reload = (): void => void load().catch(showError)
  useReload(load)
  useCoreEvent('campaigns.changed', reload)
  useCoreEvent('messages.changed', reload)

  async function tryTo(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
      await load()
    } catch (error) {
      showError(error)
    }
  }
  const resumed = async (id: Campaign['id']): Promise<void> => {
    await call('campaigns.resume', { id })
    notify(translate('campaigns.resumed'))
  }

  return {
    campaigns,
    isLoaded,
    pause: ({ id }) =>
      tryTo(async () => {
        await call('campaigns.pause', { id })
        notify(translate('campaigns.paused'))
      }),
    resume: ({ id }) => tryTo(() => resumed(id)),
    stop: ({ id }) =>
      tryTo(async () => {
        await call('campaigns.stop', { id })
        offerUndo({ text: translate('campaigns.stopped'), undo: () => resumed(id) })
      })
  }
}
