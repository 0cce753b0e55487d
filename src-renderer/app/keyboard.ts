import { defineStore } from 'pinia'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { chordOf, isSingleCharacter, variantsOf, type KeyStroke } from './key-chord'
import { readPreference, writePreference } from './preferences'

export interface Command {
  readonly id: string
  readonly titleKey: string
  readonly titleParameters?: () => Record<string, string | number>
  /** `b`, `ctrl+n`, or several; none: only in the list of commands. */
  readonly keys?: string | readonly string[]
  /** Words that find it in the search field besides its title. */
  readonly wordsKey?: string
  readonly when?: () => boolean
  readonly run: () => void | Promise<void>
  /** Whether it also works while a field has the focus. By default chords with Ctrl or Alt do and others do not. */
  readonly worksInFields?: boolean
  /** Left out of the list of commands and of the sheet. */
  readonly isHidden?: boolean
}

type Remapped = Record<string, string>
const isRemapped = (value: unknown): value is Remapped =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((keys) => typeof keys === 'string')
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'

/** The commands that are possible now, and the keys that start them. */
export const useKeyboard = defineStore('keyboard', () => {
  const commands = shallowRef<readonly Command[]>([])
  /** Every command met since the program started, so that a key can be changed on another page than its own. */
  const known = shallowRef<ReadonlyMap<string, Command>>(new Map())
  const areLettersOn = ref(true)
  const remapped = ref<Remapped>({})
  let owner = ''

  /** Reads the letters and keys this person chose on this PC. */
  function loadFor(userId: number | null): void {
    owner = userId === null ? '' : `.${userId}`
    areLettersOn.value = readPreference(`letters${owner}`, isBoolean) ?? true
    remapped.value = readPreference(`keys${owner}`, isRemapped) ?? {}
  }

  function register(command: Command): () => void {
    commands.value = [command, ...commands.value]
    if (!command.isHidden) known.value = new Map([...known.value, [command.id, command]])
    return () => {
      commands.value = commands.value.filter((other) => other !== command)
    }
  }

  function keysOf(command: Command): readonly string[] {
    const own = remapped.value[command.id]
    if (own !== undefined) return own === '' ? [] : [own]
    return typeof command.keys === 'string' ? [command.keys] : (command.keys ?? [])
  }

  /** The newest command that is possible now and bound to this stroke. */
  function commandFor(stroke: KeyStroke, isTyping: boolean): Command | undefined {
    const chord = chordOf(stroke)
    if (isSingleCharacter(chord) && !areLettersOn.value) return undefined
    const mayRun = (command: Command): boolean =>
      !isTyping || (command.worksInFields ?? /ctrl|alt/.test(chord))
    return commands.value.find(
      (command) =>
        keysOf(command).flatMap(variantsOf).includes(chord) && mayRun(command) && (command.when?.() ?? true)
    )
  }

  function setLetters(areOn: boolean): void {
    areLettersOn.value = areOn
    writePreference(`letters${owner}`, areOn)
  }

  /** Binds a command to another key; null gives it its own back, '' none. */
  function remap(id: string, keys: string | null): void {
    const { [id]: _former, ...others } = remapped.value
    remapped.value = keys === null ? others : { ...others, [id]: keys }
    writePreference(`keys${owner}`, remapped.value)
  }

  return { commands, known, areLettersOn, remapped, loadFor, register, keysOf, commandFor, setLetters, remap }
})

/** Makes a command possible for as long as the component that calls it lives. */
export function useCommand(command: Command): void {
  onScopeDispose(useKeyboard().register(command))
}

/** Starts commands from key strokes that nothing nearer has taken. */
export function listenToKeys(target: Window): () => void {
  const keyboard = useKeyboard()
  const listener = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return
    const command = keyboard.commandFor(event, isTypingIn(event.target))
    if (!command) return
    event.preventDefault()
    if (event.repeat && isSingleCharacter(chordOf(event))) return
    void command.run()
  }
  target.addEventListener('keydown', listener)
  return () => target.removeEventListener('keydown', listener)
}

function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  if (target instanceof HTMLSelectElement) return true
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  )
}
