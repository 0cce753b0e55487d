import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Country, Language } from '@contract/values'
import { dataFolderPaths, readKeyFile, writeKeyFile } from '../database/data-folder'
import { makeKey, type NewKey } from '../database/key-envelope'
import { formatRecoveryKey } from '../database/recovery-key'
import { fillDemoClinic } from '../host/demo/fill-demo-clinic'
import { writeClinic } from '../host/write-clinic'
import { makeClinic } from '../host/make-clinic'
import { AppError } from '../platform/app-error'
import type { CommandLine } from './command-line'
import type { Command, CommandResult } from './commands'
import { makeHost } from './open-core'

const TIME_ZONES = { NO: 'Europe/Oslo', DK: 'Europe/Copenhagen', NL: 'Europe/Amsterdam' } as const

/** Makes a clinic in an empty folder, without a window. */
export const initCommand: Command = {
  name: 'init',
  summary: 'Make a clinic in an empty data folder. Prints the recovery key, once.',
  positionals: [],
  options: {
    training: { type: 'boolean', help: 'accepts synthetic numbers, and says so on every page' },
    demo: { type: 'boolean', help: 'training, with the demo clinic in it, on the simulated modem' },
    modem: {
      type: 'string',
      value: 'PATH',
      help: 'the serial port of the modem; "simulated" for none of iron'
    },
    language: { type: 'string', value: 'nb', help: 'nb, nn, da, nl or en' },
    country: { type: 'string', value: 'NO', help: 'NO, DK or NL' },
    'time-zone': { type: 'string', value: 'ZONE', help: 'by default the country’s' },
    name: { type: 'string', value: 'NAME', help: 'the clinic’s name' },
    telephone: { type: 'string', value: 'NUMBER', help: 'the clinic’s telephone' },
    administrator: { type: 'string', value: 'NAME', help: 'the first user, a manager' },
    now: { type: 'string', value: 'ISO', help: 'make the demo clinic’s weeks around this moment' }
  },
  async run(line) {
    const isTraining = line.flag('training') || line.flag('demo')
    if (!isTraining && line.text('key-file') === null) throw new AppError('key-file-needed')
    const host = makeHost({ line, program: 'init' })
    try {
      await host.start()
      if (host.phase.name === 'failed') throw new AppError(host.phase.error.code, host.phase.error.parameters)
      if (host.phase.name !== 'empty') throw new AppError('clinic-exists')
      const newKey = keyFor(line)
      const password = line.flag('demo') ? null : makePassword()
      await makeClinic(host, newKey, isTraining, async (core) => {
        if (line.flag('demo'))
          await fillDemoClinic(core, {
            language: language(line),
            progress: () => undefined,
            follow: (clock) => host.clock.follow(clock)
          })
        else await writeClinic(core, describeClinic(line, isTraining, password ?? ''))
      })
      return result(line, newKey, password)
    } finally {
      await host.stop()
    }
  }
}

function keyFor(line: CommandLine): NewKey {
  const made = makeKey()
  const file = line.text('key-file')
  if (file === null) return made
  if (existsSync(file)) return { ...made, key: readKeyFile(file) }
  writeKeyFile(resolve(file), made.key)
  return made
}

function makePassword(): string {
  return randomBytes(9).toString('base64url')
}

function language(line: CommandLine): Language {
  return Language.parse(line.text('language') ?? 'nb')
}

function describeClinic(
  line: CommandLine,
  isTraining: boolean,
  password: string
): Parameters<typeof writeClinic>[1] {
  const country = Country.parse(line.text('country') ?? 'NO')
  return {
    language: language(line),
    country,
    clinicName: line.text('name') ?? 'Skranke',
    clinicTelephone: line.text('telephone') ?? '',
    timeZone: line.text('time-zone') ?? TIME_ZONES[country],
    administrator: { name: line.text('administrator') ?? 'Administrator', password },
    modem: modemChoice(line.text('modem')),
    isTraining
  }
}

function modemChoice(named: string | null): Parameters<typeof writeClinic>[1]['modem'] {
  if (named === null) return { kind: 'none' }
  return named === 'simulated' ? { kind: 'simulated' } : { kind: 'serial', path: named, imei: null }
}

function result(line: CommandLine, { recoverySecret }: NewKey, password: string | null): CommandResult {
  const groups = formatRecoveryKey(recoverySecret)
  const folder = resolve(line.required('data'))
  const keyFile = line.text('key-file') ?? dataFolderPaths(folder).trainingKey
  const administrator =
    password === null ? null : { name: line.text('administrator') ?? 'Administrator', password }
  const lines = [
    `The clinic is in ${folder}; its key is in ${keyFile}.`,
    `Recovery key, shown once: ${groups.join('-')}`,
    ...(administrator ? [`First user: ${administrator.name}, password ${administrator.password}`] : [])
  ]
  return {
    value: {
      dataFolder: folder,
      keyFile,
      recoveryKey: groups.join('-'),
      isTraining: line.flag('training') || line.flag('demo'),
      administrator
    },
    text: lines.join('\n')
  }
}
