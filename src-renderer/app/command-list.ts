import { computed, ref, watch, type ComputedRef } from 'vue'
import { beginWords, wordsIn } from '../lib/fold'
import { translate } from './i18n'
import { useKeyboard, type Command } from './keyboard'

export interface ListedCommand {
  readonly command: Command
  readonly title: string
  readonly keys: readonly string[]
}

/**
 * The commands that are possible now and found by `typed`, by title. What is possible is gone through where something
 * about it changed or a new text is begun, not at every letter.
 */
export function useCommandList(typed: () => string): ComputedRef<ListedCommand[]> {
  const keyboard = useKeyboard()
  // Not all that `when` looks at says that it changed.
  const texts = ref(0)
  watch(
    () => typed() === '',
    () => (texts.value += 1),
    { flush: 'sync' }
  )
  const possible = computed(() => {
    void texts.value
    return unlike(
      keyboard.commands
        .filter((command) => !command.isHidden && (command.when?.() ?? true))
        .map((command) => ({ command, title: titleOf(command), keys: keyboard.keysOf(command) }))
    )
      .map((listed) => ({ listed, words: wordsIn(`${listed.title} ${wordsOf(listed.command)}`) }))
      .sort((first, second) => first.listed.title.localeCompare(second.listed.title))
  })
  return computed(() => {
    const parts = wordsIn(typed())
    return possible.value.filter(({ words }) => beginWords(words, parts)).map(({ listed }) => listed)
  })
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
