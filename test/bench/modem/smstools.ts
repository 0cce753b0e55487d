import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Program, Text } from './program'
import { spoolSending } from './spool'

const BINARY = '/usr/sbin/smsd'

/** smstools' smsd with what its manual suggests for sending: reports on, a second between looks at the spool. */
export const smstools: Program = {
  name: 'smstools',
  missing: () => (existsSync(BINARY) ? null : 'the Debian package smstools is not installed'),
  prepare({ folder, link, texts }) {
    const fileOf = ({ key }: Text): string => key
    const config = join(folder, 'smsd.conf')
    const waiting = ['outgoing', 'checked']
    const others = ['incoming', 'report']
    const spool = { folder, waiting, sent: 'sent', failed: 'failed', others, fileOf }
    const sending = spoolSending(spool, texts, () =>
      // In the foreground it is a process of ours; detached, its "kill my group" reaches only its own.
      spawn(BINARY, ['-t', `-c${config}`, `-p${join(folder, 'smsd.pid')}`], {
        stdio: 'ignore',
        cwd: folder,
        detached: true
      })
    )
    for (const text of texts)
      writeFileSync(join(folder, 'outgoing', fileOf(text)), `To: ${text.to.slice(1)}\n\n${text.text}\n`)
    writeFileSync(
      config,
      [
        'devices = GSM1',
        `outgoing = ${join(folder, 'outgoing')}`,
        `checked = ${join(folder, 'checked')}`,
        `sent = ${join(folder, 'sent')}`,
        `failed = ${join(folder, 'failed')}`,
        `incoming = ${join(folder, 'incoming')}`,
        `report = ${join(folder, 'report')}`,
        `logfile = ${join(folder, 'smsd.log')}`,
        `infofile = ${join(folder, 'smsd.working')}`,
        'loglevel = 4',
        'delaytime = 1',
        'receive_before_send = no',
        '[GSM1]',
        `device = ${link}`,
        'incoming = yes',
        'report = yes',
        'baudrate = 115200',
        ''
      ].join('\n')
    )
    return sending
  }
}
