import { expect, it } from 'vitest'
import type { OperatorSms } from '../../src-main/core/features/messaging'
import type { SendOutcome } from '../../src-main/core/modem'
import { accepted, createFakeModem } from './fixtures/fake-modem'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const refused = (
  code: string,
  refusalClass: Extract<SendOutcome, { kind: 'refused' }>['class']
): SendOutcome => ({
  kind: 'refused',
  code,
  class: refusalClass
})

const sms = (key: string, more: Partial<OperatorSms> = {}): OperatorSms => ({
  to: '+4741000001',
  text: `Prøve ${key}`,
  key,
  ...more
})

/** Puts an operator's text into the outbox and lets it leave. */
async function sendOne(clinic: MessagingDesk, key: string, more: Partial<OperatorSms> = {}): Promise<void> {
  // Resolves only when the message has ended, which these tests look at in the outbox instead.
  clinic.core.sendOperatorSms([sms(key, more)]).catch(() => undefined)
  await expect.poll(() => clinic.outbox('all').then((all) => all.length)).toBeGreaterThan(0)
  await clinic.core.runOutbox()
}

async function newest(clinic: MessagingDesk) {
  const [message] = await clinic.outbox('all')
  if (!message) throw new Error('the outbox is empty')
  return message
}

it('sends an operator’s texts whatever the hour, each key once, and says what became of them', async () => {
  const clinic = await openMessaging({ now: '2026-11-26T23:00:00Z' })
  const list = [sms('a'), sms('b', { text: 'x'.repeat(200) })]
  const summary = clinic.core.sendOperatorSms([...list, sms('a')])
  await expect.poll(() => clinic.outbox('all').then((all) => all.length)).toBe(2)
  await clinic.core.runOutbox()
  expect(await summary).toMatchObject({ sent: 2, delivered: 0, failed: 0, uncertain: 0, expired: 0 })
  expect(clinic.modem.sent.map(({ part }) => part.concat?.part ?? null)).toEqual([null, 1, 2])
  expect(await clinic.core.sendOperatorSms(list)).toMatchObject({ sent: 2 })
  expect(clinic.modem.sent).toHaveLength(3)
})

it('writes "sending" to disk before the modem is touched', async () => {
  const clinic = await openMessaging()
  const seen: string[] = []
  clinic.modem.onSend = async () => {
    seen.push((await newest(clinic)).state)
    return null
  }
  await sendOne(clinic, 'a')
  expect(seen).toEqual(['sending'])
  expect((await newest(clinic)).state).toBe('sent')
})

it('never repeats a message whose outcome is unknown, and a late delivery report proves that it left', async () => {
  const clinic = await openMessaging()
  clinic.modem.answers.push({ kind: 'unknown', reason: 'port-lost' })
  await sendOne(clinic, 'a')
  expect(await newest(clinic)).toMatchObject({ state: 'uncertain', reason: 'port-lost', canRetry: true })
  await clinic.at('2026-11-26T12:00:00Z')
  expect(clinic.modem.sent).toHaveLength(1)
  await clinic.modem.report(77, '41000001')
  expect(await newest(clinic)).toMatchObject({ state: 'delivered', reason: null })
})

it('shows what was on the modem when the program ended as uncertain, and lets a report of then prove it', async () => {
  const clinic = await openMessaging()
  await sendOne(clinic, 'a')
  clinic.core.database.driver.exec(
    `update message set state = 'sending', sent_at = null, ended_at = null, parts_accepted = 0;
     update message_part set state = 'submitted', mr = null, accepted_at = null`
  )
  const back = await clinic.again()
  await back.core.runOutbox()
  expect(await newest(back)).toMatchObject({ state: 'uncertain', reason: 'interrupted', attempts: 1 })
  expect(back.modem.sent).toEqual([])
  await back.modem.report(1, '+4741000001')
  expect((await newest(back)).state).toBe('delivered')
})

it('keeps a report that comes before the modem has answered', async () => {
  const clinic = await openMessaging()
  clinic.modem.onSend = async (part) => {
    await clinic.modem.report(9, part.to)
    return accepted(9)
  }
  await sendOne(clinic, 'a')
  expect((await newest(clinic)).state).toBe('delivered')
})

it('takes a report for the newest message with that reference to that number', async () => {
  const clinic = await openMessaging()
  clinic.modem.answers.push(accepted(5), accepted(5))
  await sendOne(clinic, 'a')
  await sendOne(clinic, 'b', { to: '+4741000002' })
  await clinic.modem.report(5, '41000001')
  const all = await clinic.outbox('all')
  expect(all.map(({ recipient, state }) => [recipient, state])).toEqual([
    ['410 00 002', 'sent'],
    ['410 00 001', 'delivered']
  ])
})

it('says why the network could not deliver', async () => {
  const clinic = await openMessaging()
  await sendOne(clinic, 'a')
  await clinic.modem.report(1, '41000001', 'pending', 32)
  expect((await newest(clinic)).state).toBe('sent')
  await clinic.modem.report(1, '41000001', 'failed', 70)
  expect(await newest(clinic)).toMatchObject({ state: 'failed', reason: 'status-70', canRetry: true })
})

it('tries a temporary refusal again after a second and fails a permanent one at once', async () => {
  const clinic = await openMessaging()
  clinic.modem.answers.push(refused('cms-41', 'retry-soon'), refused('cms-1', 'permanent'))
  await sendOne(clinic, 'a')
  expect(await newest(clinic)).toMatchObject({ state: 'queued', reason: 'cms-41' })
  await clinic.at('2026-11-26T08:00:01Z')
  expect(await newest(clinic)).toMatchObject({ state: 'failed', reason: 'cms-1', attempts: 2 })
})

it('gives "network out of order" three more tries and never holds up the others', async () => {
  const clinic = await openMessaging()
  clinic.modem.onSend = ({ to }) => (to === '+4741000001' ? refused('cms-38', 'retry-late') : null)
  await sendOne(clinic, 'a')
  await sendOne(clinic, 'b', { to: '+4741000002' })
  expect((await newest(clinic)).state).toBe('sent')
  for (const moment of ['08:00:30', '08:02:30', '08:07:30']) await clinic.at(`2026-11-26T${moment}Z`)
  const [, first] = await clinic.outbox('all')
  expect(first).toMatchObject({ state: 'failed', reason: 'cms-38', attempts: 4 })
})

it('waits for a person without losing anything, says so, and goes on when the modem is mended', async () => {
  const clinic = await openMessaging()
  clinic.modem.answers.push(refused('cms-310', 'person'))
  await sendOne(clinic, 'a')
  await sendOne(clinic, 'b')
  expect(clinic.modem.sent).toHaveLength(1)
  expect(await clinic.desk.call('modem.status', {})).toMatchObject({ state: 'ready', detail: 'cms-310' })
  clinic.modem.setState('starting')
  clinic.modem.setState('ready')
  await clinic.core.runOutbox()
  await clinic.at('2026-11-26T08:05:00Z')
  expect((await clinic.outbox('sent')).length).toBe(2)
  expect(await clinic.desk.call('modem.status', {})).toMatchObject({ detail: null })
})

it('fails a barred number instead of holding up the queue for ever', async () => {
  const clinic = await openMessaging()
  clinic.modem.onSend = ({ to }) => (to === '+4741000001' ? refused('cms-10', 'person') : null)
  await sendOne(clinic, 'a')
  await sendOne(clinic, 'b', { to: '+4741000002' })
  for (const minute of ['05', '10', '15', '20']) await clinic.at(`2026-11-26T08:${minute}:00Z`)
  const [second, first] = await clinic.outbox('all')
  expect(second?.state).toBe('sent')
  expect(first).toMatchObject({ state: 'failed', reason: 'cms-10' })
})

it('counts no try while the modem has no network, and sends when it is back', async () => {
  const clinic = await openMessaging()
  clinic.modem.setState('registering')
  await sendOne(clinic, 'a')
  expect(clinic.modem.sent).toEqual([])
  expect(await newest(clinic)).toMatchObject({ state: 'queued', attempts: 0 })
  clinic.modem.setState('ready')
  await clinic.core.runOutbox()
  expect((await newest(clinic)).state).toBe('sent')
})

it('sends again what certainly did not leave', async () => {
  const clinic = await openMessaging()
  clinic.modem.answers.push({ kind: 'not-sent', reason: 'no-prompt' })
  await sendOne(clinic, 'a')
  expect((await newest(clinic)).state).toBe('queued')
  await clinic.at('2026-11-26T08:00:05Z')
  expect((await newest(clinic)).state).toBe('sent')
})

it('never sends an expired message', async () => {
  const clinic = await openMessaging()
  clinic.modem.setState('absent')
  await sendOne(clinic, 'a')
  await clinic.at('2026-11-27T08:00:00Z')
  clinic.modem.setState('ready')
  await clinic.core.runOutbox()
  expect(clinic.modem.sent).toEqual([])
  expect((await newest(clinic)).state).toBe('expired')
})

it('goes on with the second part of a long message after a refusal, without the first one again', async () => {
  const clinic = await openMessaging()
  clinic.modem.answers.push(accepted(1), refused('cms-41', 'retry-soon'))
  await sendOne(clinic, 'a', { text: 'y'.repeat(200) })
  await clinic.at('2026-11-26T08:00:02Z')
  expect(clinic.modem.sent.map(({ part }) => part.concat?.part)).toEqual([1, 2, 2])
  const references = new Set(clinic.modem.sent.map(({ part }) => part.concat?.ref))
  expect(references.size).toBe(1)
  expect((await newest(clinic)).state).toBe('sent')
})

it('shares the queue between modems without sending anything twice', async () => {
  const clinic = await openMessaging()
  const second = createFakeModem(clinic.clock)
  clinic.core.attachModem(second)
  const list = Array.from({ length: 30 }, (_, index) => sms(`k${index}`))
  const summary = clinic.core.sendOperatorSms(list)
  await expect.poll(() => clinic.outbox('all').then((all) => all.length)).toBe(30)
  await clinic.core.runOutbox()
  expect((await summary).sent).toBe(30)
  const texts = [...clinic.modem.sent, ...second.sent].map(({ part }) => part.text)
  expect(new Set(texts).size).toBe(30)
  expect(texts).toHaveLength(30)
  expect(second.sent.length).toBeGreaterThan(0)
})

it('holds everything after a restore until a person lets it go or discards it', async () => {
  const clinic = await openMessaging()
  clinic.core.database.driver.exec(`insert into setting (name, value) values ('~outbox-held', '"x"')`)
  await sendOne(clinic, 'a')
  expect(clinic.modem.sent).toEqual([])
  expect((await clinic.core.messagingStatus()).queue).toMatchObject({ queued: 1, isHeld: true })
  expect(await clinic.manager.call('messages.releaseHold', { action: 'send' })).toMatchObject({
    isHeld: false
  })
  await clinic.core.runOutbox()
  expect(clinic.modem.sent).toHaveLength(1)
})

it('discards what waited in a restored copy when a person says so', async () => {
  const clinic = await openMessaging()
  clinic.core.database.driver.exec(`insert into setting (name, value) values ('~outbox-held', '"x"')`)
  await sendOne(clinic, 'a')
  await clinic.manager.call('messages.releaseHold', { action: 'discard' })
  await clinic.core.runOutbox()
  expect(clinic.modem.sent).toEqual([])
  expect(await newest(clinic)).toMatchObject({ state: 'cancelled' })
})

it('lets a person send a failed message again as a new one, stop a waiting one and see to a failed one', async () => {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  clinic.modem.answers.push(refused('cms-1', 'permanent'))
  await clinic.desk.call('messages.send', { patientId: kari.id, text: 'Ring oss', answerTo: null })
  await clinic.core.runOutbox()
  const [failed] = await clinic.outbox('problems')
  if (!failed) throw new Error('nothing failed')
  const again = await clinic.desk.call('messages.retry', { id: failed.id })
  expect(again).toMatchObject({ state: 'queued', text: 'Ring oss' })
  expect(await clinic.outbox('problems')).toEqual([])
  await expect(clinic.desk.call('messages.retry', { id: failed.id })).rejects.toMatchObject({
    code: 'message-ended'
  })
  expect(await clinic.desk.call('messages.cancel', { id: again.id })).toMatchObject({ state: 'cancelled' })
  await clinic.core.runOutbox()
  expect(clinic.modem.sent).toHaveLength(1)
  await expect(clinic.desk.call('messages.cancel', { id: again.id })).rejects.toMatchObject({
    code: 'message-ended'
  })
})
