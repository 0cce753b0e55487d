import { showError } from '../../app/undo'
import { call } from '../../core-client'

/** The window for those who wait: on the display it stood on last, else on one beside this one. */
export function useWall(): { openWall: () => Promise<void> } {
  return {
    async openWall() {
      try {
        await call('shell.openWall', {})
      } catch (error) {
        showError(error)
      }
    }
  }
}
