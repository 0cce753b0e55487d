import type { RouteLocationNormalizedLoaded } from 'vue-router'
import { call } from '../../core-client'
import { useSession } from '../../features/users/session.store'
import { useCommand } from '../keyboard'
import { showError, undoLast } from '../undo'

interface UserCommands {
  readonly lock: () => void
  readonly signOut: () => void
  readonly openWindow: () => void
}

/** What the person at the desk does with the program itself. Signing out is how one switches: the names come up. */
export function useUserCommands({
  route,
  openAbout
}: {
  route: RouteLocationNormalizedLoaded
  openAbout: () => Promise<void>
}): UserCommands {
  const session = useSession()
  const lock = (): void => void session.lock().catch(showError)
  const signOut = (): void => void session.signOut().catch(showError)
  const openWindow = (): void => void call('shell.openWindow', { route: route.fullPath }).catch(showError)

  useCommand({ id: 'lock', titleKey: 'app.user.lock', keys: 'ctrl+l', run: lock })
  useCommand({ id: 'switch-user', titleKey: 'app.user.switch', run: signOut })
  useCommand({ id: 'new-window', titleKey: 'app.user.newWindow', run: openWindow })
  useCommand({ id: 'about', titleKey: 'app.user.about', run: openAbout })
  useCommand({
    id: 'undo',
    titleKey: 'app.undo.command',
    keys: 'ctrl+z',
    worksInFields: false,
    run: undoLast
  })
  return { lock, signOut, openWindow }
}
