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
