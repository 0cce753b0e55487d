import type { RegisterSettingsDraft, SavedRegisterSettings } from '@contract/contact-register'
import { showError } from '../../app/undo'
import { call, useCoreEvent } from '../../core-client'
import { useKeptSettings } from './use-kept-settings'

function draftOf({ hasKey: _kept, ...settings }: SavedRegisterSettings): RegisterSettingsDraft {
  return { ...settings, privateKey: null }
}

/** How the clinic reaches the national register, while it is edited; the private key only ever goes in. */
export function useRegisterSettings() {
  const settings = useKeptSettings({
    load: () => call('contactRegister.settings', {}),
    save: (draft) => call('contactRegister.save', draft),
    draftOf,
    doneKey: 'contactRegister.settings.saved'
  })
  useCoreEvent('contactRegister.changed', () => {
    settings.reload().catch(showError)
  })
  return settings
}
