import { parseArgs } from 'node:util'
import { AppError } from '../platform/app-error'

export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
  /** What stands behind it in the help: `DIR`. */
  readonly value?: string
  readonly help: string
}

export interface CommandSpec {
  readonly name: string
  readonly summary: string
  readonly positionals: readonly string[]
  readonly options: Readonly<Record<string, OptionSpec>>
  /** What the help says beneath the options: formats, exit codes. */
  readonly notes?: readonly string[]
}

/** What was typed, by kind. */
export interface CommandLine {
  readonly positionals: readonly string[]
  text(name: string): string | null
  texts(name: string): readonly string[]
  flag(name: string): boolean
  /** @throws AppError `usage` */
  required(name: string): string
}

export const COMMON_OPTIONS = {
  data: { type: 'string', value: 'DIR', help: 'the data folder' },
  'key-file': { type: 'string', value: 'F', help: 'the file with the key: 64 hexadecimal digits, mode 0600' },
  json: { type: 'boolean', help: 'print one JSON document on standard output' },
  help: { type: 'boolean', help: 'show this help' }
} as const satisfies Record<string, OptionSpec>

/** @throws AppError `usage` with what is wrong */
export function parseCommandLine(command: CommandSpec, words: readonly string[]): CommandLine {
  const options = { ...COMMON_OPTIONS, ...command.options }
  const config = Object.fromEntries(
    Object.entries<OptionSpec>(options).map(([name, { type, multiple }]) => [
      name,
      { type, multiple: multiple ?? false }
    ])
  )
  const { values, positionals } = parse(words, config)
  if (positionals.length !== command.positionals.length) {
    throw new AppError('usage', {
      problem: `${command.name} takes ${command.positionals.join(' ') || 'no arguments'}`
    })
  }
  const all = (name: string): readonly unknown[] => [values[name] ?? []].flat()
  const texts = (name: string): readonly string[] => all(name).filter((value) => typeof value === 'string')
  return {
    positionals,
    texts,
    text: (name) => texts(name).at(-1) ?? null,
    flag: (name) => values[name] === true,
    required(name) {
      const value = texts(name).at(-1)
      if (value === undefined) throw new AppError('usage', { problem: `${command.name} needs --${name}` })
      return value
    }
  }
}

type Config = Record<string, { type: 'string' | 'boolean'; multiple: boolean }>

function parse(
  words: readonly string[],
  options: Config
): { values: Record<string, unknown>; positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new AppError('usage', { problem: error instanceof Error ? error.message : '' }, { cause: error })
  }
}
