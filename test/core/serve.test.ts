import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { buildCli, type BuiltCli } from './fixtures/built-cli'
import { temporaryFolder } from './fixtures/folder'
import { simulate, texts, writeTexts } from './fixtures/operator-sms'

const MOST_TO_STOP_MS = 5_000

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
}, 60_000)

async function serving(answerDelayMs: number) {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  const link = join(folder, 'tty')
  await cli.run('init', '--training', '--data', data)
  const air = { submits: 0 }
  const countSubmit = (): null => {
    air.submits += 1
    return null
  }
  const simulator = await simulate({ link, model: { answerDelayMs, faults: { onSubmit: countSubmit } } })
  const service = cli.start('serve', '--data', data, '--modem', link)
  await service.said('Skranke serves')
  return { folder, data, link, simulator, service, air }
}

it('takes the texts of send-sms, goes on when the one who asked is interrupted, and tells the next one', async () => {
  const { folder, data, simulator, service } = await serving(40)
  const file = writeTexts(folder, texts(20))
  const first = cli.start('send-sms', file, '--data', data)
  await expect.poll(() => simulator.journal.messages.length, { timeout: 20_000 }).toBeGreaterThan(2)
  first.child.kill('SIGINT')
  await first.ended
  expect(await cli.run('send-sms', file, '--data', data)).toMatchObject({
    code: 0,
    json: { sent: 20, failed: 0, uncertain: 0 }
  })
  expect(simulator.journal.messages).toHaveLength(20)
  service.child.kill('SIGTERM')
  expect(await service.ended).toMatchObject({ code: 0 })
})

it('stops within five seconds while the modem has not answered, and holds that message for uncertain', async () => {
  const { folder, data, link, simulator, service, air } = await serving(60_000)
  const asking = cli.start('send-sms', writeTexts(folder, texts(2)), '--data', data)
  await expect.poll(() => air.submits, { timeout: 20_000 }).toBe(1)
  const startedMs = performance.now()
  service.child.kill('SIGTERM')
  expect(await service.ended).toMatchObject({ code: 0 })
  expect(performance.now() - startedMs).toBeLessThan(MOST_TO_STOP_MS)
  expect(await asking.ended).toMatchObject({ code: 1, json: { error: { code: 'core-unavailable' } } })
  await simulator.close()
  const again = await simulate({ link })
  expect(
    await cli.run('send-sms', writeTexts(folder, texts(2)), '--data', data, '--modem', link)
  ).toMatchObject({
    code: 0,
    json: { sent: 1, uncertain: 1 }
  })
  expect(again.journal.messages).toHaveLength(1)
})
