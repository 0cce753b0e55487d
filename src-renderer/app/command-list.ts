import { computed, type ComputedRef } from 'vue'
import { matchesWords } from '../lib/fold'
import { translate } from './i18n'
import { useKeyboard, type Command } from './keyboard'

export interface ListedCommand {
  readonly command: Command
  readonly title: string
  readonly keys: readonly string[]
}

/** The commands that are possible now and found by `typed`, by title. */
export function useCommandList(typed: () => string): ComputedRef<ListedCommand[]> {
  const keyboard = useKeyboard()
  return computed(() =>
    unlike(
      keyboard.commands
        .filter((command) => !command.isHidden && (command.when?.() ?? true))
        .map((command) => ({ command, title: titleOf(command), keys: keyboard.keysOf(command) }))
    )
      .filter(({ command, title }) => matchesWords(`${title} ${wordsOf(command)}`, typed()))
      .sort((first, second) => first.title.localeCompare(second.title))
  )
}

/** Two pages may offer the same thing at once, such as "arrived" on the card and in the calendar: one row is enough. */
function unlike(listed: ListedCommand[]): ListedCommand[] {
  const byTitle = new Map(listed.reverse().map((entry) => [entry.title, entry]))
  return [...byTitle.values()]
}

export function titleOf(command: Command): string {
  return translate(command.titleKey, command.titleParameters?.() ?? {})
}

function wordsOf(command: Command): string {
  return command.wordsKey ? translate(command.wordsKey) : ''
}
