import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { buildCli, type BuiltCli } from './fixtures/built-cli'
import { temporaryFolder } from './fixtures/folder'
import { simulate } from './fixtures/operator-sms'

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
}, 60_000)

const TEXT = 'Jeg kan dessverre ikke komme til timen i morgen. '.repeat(8).trim()

it(
  'loses no text and shows none twice, killed before it is stored, between its storing and its deleting, and amid its parts',
  { timeout: 90_000 },
  async () => {
    const folder = temporaryFolder()
    const data = join(folder, 'data')
    const link = join(folder, 'tty')
    await cli.run('init', '--training', '--data', data)
    const moments = ['AT+CMGL=4', 'AT+CMGD=1', 'AT+CMGD=2', 'AT+CMGD=3']
    const state = { kill: () => undefined as void }
    const onCommand = (command: string): string | null => {
      if (command !== moments[0]) return null
      moments.shift()
      state.kill()
      // The command was on its way and reached nobody: the SIM is as it was.
      return ''
    }
    const simulator = await simulate({ link, model: { faults: { onCommand } } })
    simulator.model.receive('+4740000002', TEXT)
    expect(simulator.model.memory('SM').used).toBe(3)
    while (moments.length > 0) {
      const service = cli.start('serve', '--data', data, '--modem', link)
      state.kill = () => void service.child.kill('SIGKILL')
      expect((await service.ended).signal).toBe('SIGKILL')
    }
    const service = cli.start('serve', '--data', data, '--modem', link)
    await service.said('Skranke serves')
    await expect.poll(() => simulator.model.memory('SM').used).toBe(0)
    const query = JSON.stringify({ filter: 'all', cursor: null, limit: 50 })
    const { json } = await cli.run('call', 'messages.inbox', query, '--data', data)
    expect(json).toMatchObject({ messages: [{ text: TEXT, isComplete: true }] })
    service.child.kill('SIGTERM')
    expect(await service.ended).toMatchObject({ code: 0 })
  }
)
