import { expect, it } from 'vitest'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

/** One segment costs 39 øre here. */
async function openWithCeiling(ceilingMinor: number | null, now = '2026-11-26T08:00:00Z') {
  const clinic = await openMessaging({ now })
  await setCeiling(clinic, ceilingMinor)
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const send = async (text: string) => {
    await clinic.desk.call('messages.send', { patientId: kari.id, text, answerTo: null })
    await clinic.core.runOutbox()
  }
  return { clinic, kari, send }
}

async function setCeiling(
  { desk, manager }: MessagingDesk,
  monthlyCeilingMinor: number | null
): Promise<void> {
  const { messaging } = await desk.call('settings.get', {})
  await manager.call('settings.save', { messaging: { ...messaging, monthlyCeilingMinor } })
}

async function level(clinic: MessagingDesk) {
  return (await clinic.core.messagingStatus()).queue.costLevel
}

it('counts messages, segments and costs month by month', async () => {
  const { clinic, send } = await openWithCeiling(null)
  await send('Kort tekst')
  await send('x'.repeat(200))
  await clinic.at('2026-12-01T08:00:00Z')
  await send('Ny måned')
  const costs = await clinic.desk.call('messages.costs', {})
  expect(costs).toMatchObject({
    months: [
      { month: '2026-12', messages: 1, segments: 1, costMinor: 39 },
      { month: '2026-11', messages: 2, segments: 3, costMinor: 117 }
    ],
    ceilingMinor: null,
    level: 'none',
    waiting: 0
  })
})

it('begins the month at the clinic’s midnight', async () => {
  const { clinic, send } = await openWithCeiling(null, '2026-11-30T22:30:00Z')
  const { messaging } = await clinic.desk.call('settings.get', {})
  await clinic.manager.call('settings.save', { messaging: { ...messaging, quietFrom: 0, quietUntil: 0 } })
  await send('Før midnatt')
  await clinic.at('2026-11-30T23:30:00Z')
  await send('Etter midnatt')
  const { months } = await clinic.desk.call('messages.costs', {})
  expect(months.map(({ month, messages }) => [month, messages])).toEqual([
    ['2026-12', 1],
    ['2026-11', 1]
  ])
})

it('warns at 80 per cent and holds at the ceiling all but codes until the manager lets them on', async () => {
  const { clinic, kari, send } = await openWithCeiling(195)
  for (const text of ['En', 'To', 'Tre']) await send(text)
  expect(await level(clinic)).toBe('none')
  await send('Fire')
  expect(await level(clinic)).toBe('near')
  await send('Fem')
  expect(await level(clinic)).toBe('reached')
  await send('Seks')
  expect(clinic.texts()).toEqual(['En', 'To', 'Tre', 'Fire', 'Fem'])
  expect(await clinic.outbox('waiting')).toMatchObject([{ state: 'queued', reason: 'cost-ceiling' }])
  await clinic.desk.call('codes.send', { patientId: kari.id })
  await clinic.core.runOutbox()
  expect(clinic.texts()).toHaveLength(6)
  await expect(clinic.desk.call('messages.letOn', {})).rejects.toMatchObject({ code: 'not-allowed' })
  expect(await clinic.manager.call('messages.letOn', {})).toMatchObject({ level: 'let-on', waiting: 0 })
  await clinic.core.runOutbox()
  expect(clinic.texts().at(-1)).toBe('Seks')
})

it('holds on to the ceiling and the manager’s word over a restart, and asks again the month after', async () => {
  const { clinic, send } = await openWithCeiling(39)
  await send('En')
  const held = await clinic.again()
  expect(await level(held)).toBe('reached')
  await held.manager.call('messages.letOn', {})
  const back = await held.again()
  expect(await level(back)).toBe('let-on')
  await back.at('2026-12-01T08:00:00Z')
  expect(await level(back)).toBe('none')
})

it('is at the ceiling when the next SMS does not fit any more, and has a manager let it on', async () => {
  const { clinic, send } = await openWithCeiling(200)
  for (const text of ['En', 'To', 'Tre', 'Fire']) await send(text)
  expect(await level(clinic)).toBe('none')
  await send('Fem')
  expect(await level(clinic)).toBe('reached')
  await send('Seks')
  expect(await clinic.desk.call('messages.costs', {})).toMatchObject({ level: 'reached', waiting: 1 })
  await clinic.manager.call('messages.letOn', {})
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual(['En', 'To', 'Tre', 'Fire', 'Fem', 'Seks'])
})

it('leaves alone what waits for the ceiling, however often it looks at the queue', async () => {
  const { clinic, send } = await openWithCeiling(200)
  for (const text of ['En', 'To', 'Tre', 'Fire', 'Fem', 'Seks']) await send(text)
  const { length } = clinic.events
  for (let look = 0; look < 3; look++) await clinic.core.runOutbox()
  expect(clinic.events.slice(length)).toEqual([])
  expect(await clinic.outbox('waiting')).toMatchObject([{ reason: 'cost-ceiling' }])
})

it('says that the ceiling is reached while a long text waits for it, and lets shorter ones go by', async () => {
  const { clinic, send } = await openWithCeiling(100)
  await send('En')
  expect(await level(clinic)).toBe('none')
  await send('x'.repeat(200))
  expect(await level(clinic)).toBe('reached')
  await send('To')
  expect(clinic.texts()).toEqual(['En', 'To'])
  await setCeiling(clinic, 160)
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual(['En', 'To', 'x'.repeat(153), 'x'.repeat(47)])
  expect(await level(clinic)).toBe('reached')
})

it('lets go only as much as fits when the ceiling is raised a little', async () => {
  const { clinic, send } = await openWithCeiling(40)
  for (const text of ['En', 'x'.repeat(200), 'To', 'Tre']) await send(text)
  expect(clinic.texts()).toEqual(['En'])
  await setCeiling(clinic, 100)
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual(['En', 'To'])
  expect(await clinic.outbox('waiting')).toHaveLength(2)
})

it('lets what waited go when the ceiling is raised, and when the next month begins', async () => {
  const { clinic, send } = await openWithCeiling(39, '2026-11-30T20:00:00Z')
  const { messaging } = await clinic.desk.call('settings.get', {})
  await clinic.manager.call('settings.save', { messaging: { ...messaging, quietFrom: 0, quietUntil: 0 } })
  for (const text of ['En', 'To', 'Tre']) await send(text)
  expect(clinic.texts()).toEqual(['En'])
  await setCeiling(clinic, 78)
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual(['En', 'To'])
  await clinic.at('2026-11-30T23:00:00Z')
  expect(clinic.texts()).toEqual(['En', 'To', 'Tre'])
})

it('counts a message once that the network refused at first', async () => {
  const { clinic, kari } = await openWithCeiling(117)
  for (const text of ['En', 'To', 'Tre'])
    await clinic.desk.call('messages.send', { patientId: kari.id, text, answerTo: null })
  clinic.modem.answers.push({ kind: 'refused', code: 'cms-42', class: 'retry-soon' })
  clinic.modem.onSend = () => {
    clinic.clock.set(clinic.clock.now().add({ seconds: 5 }))
    return null
  }
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual(['En', 'To', 'Tre', 'En'])
  expect(await clinic.outbox('sent')).toHaveLength(3)
})
