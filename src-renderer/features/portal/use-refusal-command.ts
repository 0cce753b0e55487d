import { useCommand } from '../../app/keyboard'
import { useSelection } from '../../app/selection.store'
import { useSession } from '../users/session.store'
import { usePortal } from './portal.store'
import RefusalPanel from './RefusalPanel.vue'

/** "R3" in the search field, with somebody on the telephone. */
export function useRefusalCommand(): void {
  const portal = usePortal()
  const selection = useSelection()
  const session = useSession()
  useCommand({
    id: 'portal.refusals',
    titleKey: 'portal.refusals.command',
    wordsKey: 'portal.refusals.words',
    when: () => session.isDesk && portal.isOn,
    run: () => selection.openForm(RefusalPanel)
  })
}
