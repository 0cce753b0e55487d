import { expect, it } from 'vitest'
import type { OperatorSms } from '../../src-main/core/features/messaging'
import { accepted } from './fixtures/fake-modem'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const ONE = '+4741000001'

async function send(clinic: MessagingDesk, messages: readonly OperatorSms[]) {
  const sending = clinic.core.sendOperatorSms(messages)
  await expect
    .poll(() => clinic.core.messagingStatus().then(({ queue }) => queue.queued))
    .toBe(messages.length)
  await clinic.core.runOutbox()
  return await sending
}

async function states(clinic: MessagingDesk) {
  return (await clinic.outbox('all')).map(({ state, reason }) => ({ state, reason })).reverse()
}

it('counts a long message as delivered when the reports of all its parts have come', async () => {
  const clinic = await openMessaging()
  await send(clinic, [{ to: ONE, text: 'x'.repeat(300), key: 'long' }])
  await clinic.modem.report(2, ONE)
  expect(await states(clinic)).toEqual([{ state: 'sent', reason: null }])
  await clinic.modem.report(1, ONE)
  expect(await states(clinic)).toEqual([{ state: 'delivered', reason: null }])
})

it('says that a long message failed when one of its parts did, whichever report comes last', async () => {
  const clinic = await openMessaging()
  clinic.modem.onSend = async ({ part }) => {
    // The first part's report comes while the second is on the air.
    if (part.concat?.part === 2) await clinic.modem.report(1, ONE, 'failed', 0x46)
    return null
  }
  await send(clinic, [{ to: ONE, text: 'x'.repeat(300), key: 'long' }])
  await clinic.modem.report(2, ONE)
  expect(await states(clinic)).toEqual([{ state: 'failed', reason: 'status-70' }])
})

it('finds each message of more than 256 outstanding by reference and receiver', async () => {
  const clinic = await openMessaging()
  const messages = Array.from({ length: 300 }, (_, index) => ({
    to: `+47410${String(index).padStart(5, '0')}`,
    text: 'Hei',
    key: `text-${index}`
  }))
  await send(clinic, messages)
  await Promise.all(messages.map(({ to }, index) => clinic.modem.report((index + 1) % 256, to.slice(3))))
  expect(await clinic.core.sendOperatorSms(messages)).toMatchObject({ sent: 300, delivered: 300 })
})

it('takes no report for a message in doubt while another to the same receiver is on the air', async () => {
  const clinic = await openMessaging()
  clinic.modem.answers.push({ kind: 'unknown', reason: 'no-answer' })
  await send(clinic, [{ to: ONE, text: 'I tvil', key: 'doubt' }])
  clinic.modem.onSend = async () => {
    await clinic.modem.report(9, ONE)
    return accepted(9)
  }
  await send(clinic, [{ to: ONE, text: 'Framme', key: 'plain' }])
  expect(await states(clinic)).toEqual([
    { state: 'uncertain', reason: 'no-answer' },
    { state: 'delivered', reason: null }
  ])
})

it('logs who looks at the lists of messages, once a day each', async () => {
  const clinic = await openMessaging()
  for (const filter of ['all', 'problems'] as const) await clinic.outbox(filter)
  await clinic.desk.call('messages.inbox', { filter: 'all', cursor: null, limit: 10 })
  const rows = await clinic.core.database.reader
    .selectFrom('access_log')
    .select('action')
    .where('action', 'in', ['outbox.opened', 'inbox.opened'])
    .orderBy('id')
    .execute()
  expect(rows.map(({ action }) => action)).toEqual(['outbox.opened', 'inbox.opened'])
})
