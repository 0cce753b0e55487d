import { z } from 'zod'
import { AppError } from '../platform/app-error'
import { silentLog } from '../platform/log'
import { toCodedError } from '../rpc/dispatcher'
import { parseCommandLine, type CommandLine } from './command-line'
import { commands } from './commands'
import { sentenceFor } from './sentences'
import { helpFor, overview } from './help'

const EXIT_FAILED = 1
const EXIT_USAGE = 2

export interface CommandOutput {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

/**
 * Runs one command. With `--json` exactly one JSON document goes to standard output, the error included; without it,
 * words for a person. @returns the exit code: 0 only on success
 */
export async function runCommand(words: readonly string[], output: CommandOutput = process): Promise<number> {
  const [name = '', ...rest] = words
  const command = commands.find((candidate) => candidate.name === name)
  if (!command) {
    const isAsked = name === '--help' || name === '-h' || name === 'help'
    const stream = isAsked ? output.stdout : output.stderr
    stream.write(overview(commands))
    return isAsked ? 0 : EXIT_USAGE
  }
  const isJson = rest.includes('--json')
  try {
    if (rest.includes('--help') || rest.includes('-h')) {
      output.stdout.write(helpFor(command))
      return 0
    }
    const line: CommandLine = parseCommandLine(command, rest)
    const { value, text, isSuccess = true } = await command.run(line)
    if (value !== undefined || text !== undefined)
      output.stdout.write(isJson || text === undefined ? `${JSON.stringify(value)}\n` : `${text}\n`)
    return isSuccess ? 0 : EXIT_FAILED
  } catch (error) {
    return printFailure(error, isJson, output)
  }
}

function printFailure(error: unknown, isJson: boolean, { stdout, stderr }: CommandOutput): number {
  const { code, parameters } = toCodedError(
    error instanceof z.ZodError
      ? new AppError('invalid-input', { field: error.issues[0]?.path.join('.') ?? '' }, { cause: error })
      : error,
    'command',
    silentLog
  )
  const message = sentenceFor(code, parameters)
  if (isJson) stdout.write(`${JSON.stringify({ error: { code, parameters, message } })}\n`)
  else stderr.write(`${message}\n`)
  // A bug is told where it is, to whoever started the command; an expected refusal needs its sentence only.
  if (code === 'internal') stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  return code === 'usage' ? EXIT_USAGE : EXIT_FAILED
}
