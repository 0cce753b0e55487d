import { COMMON_OPTIONS, type CommandSpec, type OptionSpec } from './command-line'

const COLUMN = 22

export function overview(commands: readonly CommandSpec[]): string {
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(COLUMN)}${summary}`)
  return `Usage: npm run --silent core -- <command> --data DIR [options]\n\n${rows.join('\n')}\n\n<command> --help says more.\n`
}

export function helpFor({ name, summary, positionals, options, notes = [] }: CommandSpec): string {
  const rows = Object.entries<OptionSpec>({ ...options, ...COMMON_OPTIONS }).map(
    ([option, { value, help }]) => {
      const form = value === undefined ? `--${option}` : `--${option} ${value}`
      return `  ${form.padEnd(COLUMN)}${help}`
    }
  )
  const usage = [name, ...positionals, '--data DIR', '[options]'].join(' ')
  const remarks = notes.map((note) => `\n${note}\n`).join('')
  return `Usage: ${usage}\n\n${summary}\n\n${rows.join('\n')}\n${remarks}`
}
