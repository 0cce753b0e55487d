import { showError } from '../../app/undo'
import { call, useCoreEvent } from '../../core-client'
import { draftOf } from './email-draft'
import { useKeptSettings } from './use-kept-settings'

/** The clinic's e-mail settings while they are edited; the password only ever goes in. */
export function useEmailSettings() {
  const settings = useKeptSettings({
    load: () => call('email.settings', {}),
    save: (draft) => call('email.save', draft),
    draftOf,
    doneKey: 'email.settings.saved'
  })
  useCoreEvent('email.changed', () => {
    settings.reload().catch(showError)
  })
  return settings
}
