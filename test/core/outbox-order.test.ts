import { expect, it, onTestFinished, vi } from 'vitest'
import { openTestClinic } from './fixtures/clinic'
import { createFakeModem } from './fixtures/fake-modem'
import { openMessaging } from './fixtures/messaging'
import { texts } from './fixtures/operator-sms'

it('goes on after a pause although the outbox was woken for another reason meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const { core, clock } = await openTestClinic({ runsJobs: true })
  const modem = createFakeModem(clock)
  modem.answers.push({ kind: 'not-sent', reason: 'no-prompt' })
  core.attachModem(modem)
  const sending = core.sendOperatorSms(texts(2))
  await expect.poll(() => modem.sent.length).toBe(1)
  clock.set(clock.now().add({ seconds: 3 }))
  await core.runOutbox()
  expect(modem.sent).toHaveLength(1)
  clock.set(clock.now().add({ seconds: 2 }))
  await vi.advanceTimersByTimeAsync(5_000)
  await expect.poll(() => modem.sent.length).toBe(3)
  expect(await sending).toMatchObject({ sent: 2, uncertain: 0 })
})

it('lets a code wait for the one message on the air and for no other', async () => {
  const { core, desk, modem, register } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  const air = Promise.withResolvers<void>()
  modem.onSend = async () => {
    await air.promise
    return null
  }
  const sending = core.sendOperatorSms(texts(5))
  await expect
    .poll(async () => {
      const { queue } = await core.messagingStatus()
      return queue.queued + queue.sending
    })
    .toBe(5)
  const running = core.runOutbox()
  await expect.poll(() => modem.sent.length).toBe(1)
  await desk.call('codes.send', { patientId: kari.id })
  air.resolve()
  await running
  expect(modem.sent.map(({ to }) => to).indexOf('+4741234567')).toBe(1)
  expect(await sending).toMatchObject({ sent: 5 })
})
