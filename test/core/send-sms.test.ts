import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { buildCli, type BuiltCli } from './fixtures/built-cli'
import { temporaryFolder } from './fixtures/folder'
import { account, simulate, texts, writeTexts } from './fixtures/operator-sms'

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
}, 60_000)

async function makeClinic() {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  await cli.run('init', '--training', '--data', data)
  return {
    folder,
    data,
    link: join(folder, 'tty'),
    send: (file: string, ...more: string[]) => cli.run('send-sms', file, '--data', data, ...more)
  }
}

it('sends each key of the file once, in its order, and lists a row that cannot be sent as failed', async () => {
  const { folder, link, send } = await makeClinic()
  const simulator = await simulate({ link })
  const file = writeTexts(folder, [
    { to: '+4740000001', text: 'Én', key: 'a' },
    { to: '12', text: 'Til ingen', key: 'no-number' },
    { to: '+4740000002', text: '', key: 'no-text' },
    { to: '+4740000003', text: 'x'.repeat(200), key: 'long' },
    { to: '+4740000001', text: 'Én gang til', key: 'a' }
  ])
  const expected = {
    sent: 2,
    failed: 2,
    uncertain: 0,
    expired: 0,
    messages: [
      { key: 'a', to: '+4740000001', attempts: 1 },
      { key: 'no-number', to: '12', state: 'failed', attempts: 0 },
      { key: 'no-text', to: '+4740000002', state: 'failed', attempts: 0 },
      { key: 'long', to: '+4740000003', attempts: 1 }
    ]
  }
  expect(await send(file, '--modem', link)).toMatchObject({ code: 0, json: expected })
  expect(await send(file, '--modem', link)).toMatchObject({ code: 0, json: expected })
  expect(simulator.journal.messages.map(({ text }) => text)).toEqual(['Én', 'x'.repeat(200)])
})

it('refuses a file with a line that is no message before anything is sent', async () => {
  const { folder, link, send } = await makeClinic()
  const simulator = await simulate({ link })
  const file = writeTexts(folder, [{ to: '+4740000001', text: 'Hei', key: 'a' }, 'not a message'])
  expect(await send(file, '--modem', link)).toMatchObject({
    code: 1,
    json: { error: { code: 'file-malformed', parameters: { line: 2 } } }
  })
  expect(simulator.journal.sent).toEqual([])
})

it('says which modem is not ready and keeps the messages for the next run', async () => {
  const { folder, link, send } = await makeClinic()
  const file = writeTexts(folder, texts(3))
  expect(await send(file, '--modem', link, '--wait', '0.5')).toMatchObject({
    code: 1,
    json: { error: { code: 'modem-unavailable', parameters: { path: link, state: 'absent' } } }
  })
  const simulator = await simulate({ link })
  // Nothing new in this file: what leaves is what the run before left behind.
  const other = writeTexts(folder, texts(1), 'other.jsonl')
  expect(await send(other, '--modem', link)).toMatchObject({ code: 0, json: { sent: 1 } })
  expect(simulator.journal.messages.length).toBeGreaterThan(0)
  expect(await send(file, '--modem', link)).toMatchObject({ code: 0, json: { sent: 3 } })
  expect(simulator.journal.messages).toHaveLength(3)
})

it('does not wait for a SIM that asks for its PIN', async () => {
  const { folder, link, send } = await makeClinic()
  await simulate({ link, model: { pin: '1234' } })
  expect(await send(writeTexts(folder, texts(1)), '--modem', link)).toMatchObject({
    code: 1,
    json: { error: { code: 'modem-unavailable', parameters: { path: link, state: 'pin-required' } } }
  })
})

it('waits for a modem that was ready and is pulled out, and goes on when it is back', async () => {
  const { folder, link, send } = await makeClinic()
  const simulator = await simulate({ link })
  simulator.journal.onMessage(() => {
    if (simulator.journal.messages.length === 3)
      simulator.unplug().then(
        () => simulator.replug(),
        () => undefined
      )
  })
  const { code, json } = await send(writeTexts(folder, texts(10)), '--modem', link)
  expect(code).toBe(0)
  const summary = json as Parameters<typeof account>[0]
  expect(account(summary, simulator)).toEqual({ twice: [], invented: [], denied: [], total: 10 })
  expect(summary.uncertain).toBeLessThanOrEqual(1)
})

it('shares the queue between the modems of a pattern, and uses one with two ports once', async () => {
  const { folder, send } = await makeClinic()
  const modems = await Promise.all(
    ['490154203237518', '356938035643809', '356938035643809'].map((imei, index) => {
      const link = join(folder, `tty-${index}`)
      return simulate({
        link,
        model: { imei, answerDelayMs: 30 }
      })
    })
  )
  const summary = await send(writeTexts(folder, texts(40)), '--modem', join(folder, 'tty-*'))
  expect(summary).toMatchObject({ code: 0, json: { sent: 40, failed: 0, uncertain: 0 } })
  const left = modems.map(({ journal }) => journal.messages.map(({ to }) => to))
  expect(new Set(left.flat()).size).toBe(40)
  expect(left.flat()).toHaveLength(40)
  expect(left.map((sent) => sent.length > 0)).toEqual([true, true, false])
})
