import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Program, Text } from './program'
import { spoolSending } from './spool'

const BINARY = '/usr/bin/gammu-smsd'

/** As Debian sets it up: the files service, and what the program chooses by itself. */
export const gammu: Program = {
  name: 'gammu-smsd',
  missing: () => (existsSync(BINARY) ? null : 'the Debian package gammu-smsd is not installed'),
  prepare({ folder, link, texts }) {
    const fileOf = ({ to, key }: Text): string =>
      `OUTC20260101_000000_${key.replace(/\D/g, '').padStart(4, '0')}_${to}_sms0.txtd`
    const config = join(folder, 'gammu-smsdrc')
    const spool = { folder, waiting: ['outbox'], sent: 'sent', failed: 'error', others: ['inbox'], fileOf }
    const sending = spoolSending(spool, texts, () =>
      spawn(BINARY, ['-c', config], { stdio: 'ignore', cwd: folder })
    )
    for (const text of texts) writeFileSync(join(folder, 'outbox', fileOf(text)), text.text)
    const path = (name: string): string => `${join(folder, name)}/`
    writeFileSync(
      config,
      [
        '[gammu]',
        `device = ${link}`,
        'connection = at115200',
        '[smsd]',
        'service = files',
        `logfile = ${join(folder, 'smsd.log')}`,
        'debuglevel = 0',
        `inboxpath = ${path('inbox')}`,
        `outboxpath = ${path('outbox')}`,
        `sentsmspath = ${path('sent')}`,
        `errorsmspath = ${path('error')}`,
        ''
      ].join('\n')
    )
    return sending
  }
}
