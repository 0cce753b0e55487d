import { useCommand } from '../../app/keyboard'
import { useSelection } from '../../app/selection.store'
import { useSession } from '../users/session.store'
import ForeignForm from './ForeignForm.vue'
import UnknownForm from './UnknownForm.vue'

/** Registering somebody who cannot say who they are, or comes from abroad, from anywhere. */
export function useRegistrationCommands(): void {
  const session = useSession()
  const selection = useSelection()
  useCommand({
    id: 'registration.unknown',
    titleKey: 'identity.unknown.command',
    wordsKey: 'identity.unknown.words',
    when: () => session.isDesk && !session.isLimited,
    run: () => selection.openForm(UnknownForm)
  })
  useCommand({
    id: 'registration.foreign',
    titleKey: 'identity.foreign.command',
    wordsKey: 'identity.foreign.words',
    when: () => session.isDesk && !session.isLimited,
    run: () => selection.openForm(ForeignForm)
  })
}
