import { useCommand } from '../../app/keyboard'
import { useSelection } from '../../app/selection.store'
import { useMove } from './move.store'

/** Escape closes the form of the side panel, also while the focus is in the calendar. */
export function useClosing(id: string): void {
  const selection = useSelection()
  const move = useMove()
  useCommand({
    id: `${id}.close`,
    titleKey: 'app.close',
    keys: 'esc',
    isHidden: true,
    when: () => !move.isMoving,
    run: selection.closeForm
  })
}
