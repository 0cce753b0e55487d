import type { LanClient, LanOverview, LanScreen, LanSettings } from '@contract/lan'
import { computed, ref, shallowRef } from 'vue'
import { translate } from '../../app/i18n'
import { notify, showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'
import { useSave } from './use-save'

/** How other PCs get in, who is in, and the screens in front of patients; in step with the core. */
export function useLan() {
  const overview = shallowRef<LanOverview | null>(null)
  const draft = ref<LanSettings | null>(null)
  const { isBusy, error, save } = useSave()
  const isChanged = computed(
    () => overview.value !== null && JSON.stringify(draft.value) !== JSON.stringify(overview.value.settings)
  )

  function take(fresh: LanOverview): void {
    // What somebody is typing is not taken away.
    if (!isChanged.value) draft.value = { ...fresh.settings }
    overview.value = fresh
  }

  async function load(): Promise<void> {
    take(await call('lan.overview', {}))
  }

  useReload(load)
  useCoreEvent('lan.changed', () => {
    load().catch(showError)
  })

  async function submit(): Promise<void> {
    const input = draft.value
    if (!input) return
    await save(async () => {
      const fresh = await call('lan.save', input)
      overview.value = fresh
      draft.value = { ...fresh.settings }
    }, 'lan.saved')
  }

  async function attempt(work: () => Promise<LanOverview>, done?: string): Promise<void> {
    try {
      take(await work())
      if (done !== undefined) notify(done)
    } catch (failure) {
      showError(failure)
    }
  }

  const setScreen = (kind: LanScreen, isOn: boolean): Promise<void> =>
    attempt(() => call('lan.setScreen', { kind, isOn }))
  const renew = (kind: LanScreen): Promise<void> =>
    attempt(() => call('lan.renewAddress', { kind }), translate('lan.renewed'))
  const signOut = ({ id, userName }: LanClient): Promise<void> =>
    attempt(() => call('lan.signOutClient', { id }), translate('lan.signedOut', { name: userName ?? '' }))

  return { overview, draft, isChanged, isBusy, error, submit, setScreen, renew, signOut }
}
