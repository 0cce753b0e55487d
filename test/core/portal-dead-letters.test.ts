import { expect, it } from 'vitest'
import { openBookablePortal } from './fixtures/portal-kinds'

/** Kari's record was refused by the portal, with what was sent. */
async function openRefused() {
  const portal = await openBookablePortal()
  const { driver } = portal.core.database
  const body = JSON.stringify(await portal.body('Patient', portal.kari))
  driver
    .prepare(
      `update portal_operation set state = 'dead', tries = 1, reason = 'refused', body = ?,
        answer = 'name: too long' where type = 'Patient' and local_id = ?`
    )
    .run(body, portal.kari)
  const letters = async () =>
    (await portal.manager.call('portal.deadLetters', { after: 0, limit: 10 })).letters
  const [letter] = await letters()
  if (!letter) throw new Error('it was refused')
  const state = () =>
    driver
      .prepare('select state, is_edited, body, tries, reason from portal_operation where seq = ?')
      .get(letter.seq)
  return { ...portal, driver, letters, letter, state }
}

it('shows what was sent and what the portal said, and counts it by kind', async () => {
  const { letter, manager, kari } = await openRefused()
  expect(letter).toMatchObject({ kind: 'put', type: 'Patient', localId: kari, reason: 'refused' })
  expect(letter).toMatchObject({ answer: 'name: too long', body: expect.stringContaining('Patient') })
  expect(letter.patient).toEqual({ id: kari, name: 'Kari Nordmann' })
  const { deadLetters, refused } = await manager.call('portal.status', {})
  expect({ deadLetters, refused }).toEqual({
    deadLetters: 1,
    refused: [{ kind: 'put', type: 'Patient', count: 1 }]
  })
})

it('sends what a person has made of it, and nothing that breaks the format', async () => {
  const { letter, manager, letters, state } = await openRefused()
  const edit = async (body: string) => await manager.call('portal.edit', { seq: letter.seq, body })
  for (const broken of ['{', '{"resourceType":"Slot"}', '{"resourceType":"Patient","name":"Kari"}'])
    await expect(edit(broken)).rejects.toMatchObject({ code: 'portal-body-invalid' })
  const sent: unknown = JSON.parse(letter.body ?? '')
  const mended = JSON.stringify({ ...Object(sent), name: [{ family: 'Moe', given: ['Kari'] }] })
  await edit(JSON.stringify(JSON.parse(mended), null, 2))
  expect(state()).toEqual({ state: 'waiting', is_edited: 1, body: mended, tries: 0, reason: null })
  expect(await letters()).toEqual([])
  await expect(edit(mended)).rejects.toMatchObject({ code: 'portal-operation-ended' })
})

it('lets nobody change in a letter what names it, ties it to others or stands in the records', async () => {
  const { letter, manager, state } = await openRefused()
  expect(letter.editable).toEqual(['name', 'address', 'communication'])
  const sent = Object(JSON.parse(letter.body ?? ''))
  const body = JSON.stringify({ ...sent, telecom: [], birthDate: '1999-01-01', name: [{ family: 'Moe' }] })
  await expect(manager.call('portal.edit', { seq: letter.seq, body })).rejects.toMatchObject({
    code: 'portal-body-fixed',
    parameters: { elements: 'telecom, birthDate' }
  })
  expect(state()).toMatchObject({ state: 'dead', is_edited: 0 })
})

it('shows of a step the appointment, and sends it with what a person has made of its texts', async () => {
  const portal = await openBookablePortal()
  const { appointment } = await portal.book({ patientId: portal.kari })
  const body = await portal.body('Appointment', appointment.id)
  const slot = { resourceType: 'Slot', status: 'busy', schedule: { reference: 'Schedule/anne-days' } }
  const bundle = { resourceType: 'Bundle', entry: [{ resource: slot }, { resource: body }] }
  portal.core.database.driver
    .prepare(`update portal_operation set state = 'dead', body = ? where type = 'Appointment'`)
    .run(JSON.stringify(bundle))
  const [letter] = (await portal.manager.call('portal.deadLetters', { after: 0, limit: 10 })).letters
  expect(letter).toMatchObject({ kind: 'book', body: JSON.stringify(body) })
  const seq = letter?.seq ?? 0
  const moved = JSON.stringify({ ...body, start: '2026-12-03T08:55:00Z' })
  await expect(portal.manager.call('portal.edit', { seq, body: moved })).rejects.toMatchObject({
    parameters: { elements: 'start' }
  })
  const mended = JSON.stringify({ ...body, serviceType: [{ text: 'Time' }] })
  await portal.manager.call('portal.edit', { seq, body: mended })
  expect(
    portal.core.database.driver
      .prepare(`select state, is_edited, body from portal_operation where seq = ?`)
      .get(seq)
  ).toEqual({ state: 'waiting', is_edited: 1, body: mended })
})

it('tries it once more, unless something newer says the same', async () => {
  const { letter, manager, desk, kari, state } = await openRefused()
  await manager.call('portal.retry', { seq: letter.seq })
  expect(state()).toMatchObject({ state: 'waiting', tries: 0 })
  const other = await openRefused()
  await other.desk.call('consents.setReserved', { patientId: other.kari, isReserved: true })
  await other.manager.call('portal.retry', { seq: other.letter.seq })
  expect(other.state()).toMatchObject({ state: 'discarded' })
  expect(await desk.call('portal.knowsOf', { patientId: kari })).toMatchObject({
    operations: [{ seq: letter.seq, state: 'waiting' }]
  })
})

it('never sends what is discarded, and lets go what waits behind it', async () => {
  const { letter, manager, driver, state } = await openRefused()
  await manager.call('portal.discard', { seq: letter.seq })
  expect(state()).toMatchObject({ state: 'discarded' })
  expect(driver.prepare('select 1 from portal_operation_key where seq = ?').all(letter.seq)).toEqual([])
})

it('names what is put off, by kind and reason', async () => {
  const { manager, driver, letter } = await openRefused()
  driver
    .prepare(`update portal_operation set state = 'waiting', tries = 3, reason = 'busy' where seq = ?`)
    .run(letter.seq)
  const { waiting } = await manager.call('portal.status', {})
  expect(waiting.find(({ type }) => type === 'Patient')).toMatchObject({
    putOff: [{ reason: 'busy', count: 1 }]
  })
})
