import type { CommandLine, CommandSpec } from './command-line'
import { backupCommand } from './backup-command'
import { callCommand } from './call-command'
import { importPatientsCommand } from './import-patients-command'
import { initCommand } from './init-command'
import { restoreCommand } from './restore-command'
import { sendSmsCommand } from './send-sms-command'
import { serveCommand } from './serve-command'
import { verifyCommand } from './verify-command'

export interface CommandResult {
  /** What `--json` prints; undefined prints nothing. */
  readonly value?: unknown
  /** What a person reads instead; JSON when left out. */
  readonly text?: string
  readonly isSuccess?: boolean
}

export interface Command extends CommandSpec {
  run(line: CommandLine): Promise<CommandResult>
}

export const commands: readonly Command[] = [
  initCommand,
  serveCommand,
  callCommand,
  importPatientsCommand,
  sendSmsCommand,
  verifyCommand,
  backupCommand,
  restoreCommand
]
