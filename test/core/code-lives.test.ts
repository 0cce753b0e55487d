import { expect, it } from 'vitest'
import type { CodeFilter, CodeLife } from '../../src-preload/contract/codes'
import type { PatientId } from '../../src-preload/contract/ids'
import { namedDraft } from '../builders/patient'
import { lastCode } from './fixtures/codes'
import { accepted } from './fixtures/fake-modem'
import { openMessaging } from './fixtures/messaging'

async function withTwo() {
  const clinic = await openMessaging()
  const { desk, core, register } = clinic
  const kari = await register('Nordmann', { givenName: 'Kari', mobile: '412 34 567' })
  const ola = await register('Lie', { givenName: 'Ola', mobile: '987 65 432' })
  const list = async (filter: CodeFilter = 'all', patientId: PatientId | null = null) =>
    (await desk.call('codes.list', { patientId, filter, cursor: null, limit: 50 })).codes
  const send = async (patientId: PatientId) => {
    await desk.call('codes.send', { patientId })
    await core.runOutbox()
  }
  return { ...clinic, kari, ola, list, send }
}

const statesOf = (codes: CodeLife[]) => codes.map(({ patientName, state }) => `${patientName}: ${state}`)

it('tells the whole life of a code to the second, and never the code', async () => {
  const { desk, core, modem, kari, list, at } = await withTwo()
  modem.setState('registering')
  await desk.call('codes.send', { patientId: kari.id })
  expect(await list()).toMatchObject([{ state: 'asked', modemAt: null, sentAt: null, endedAt: null }])
  modem.answers.push(accepted(7))
  await at('2026-11-26T08:00:04Z')
  modem.setState('ready')
  await core.runOutbox()
  await at('2026-11-26T08:00:09Z')
  await modem.report(7, '+4741234567')
  await at('2026-11-26T08:01:30Z')
  const digits = lastCode(modem)
  await desk.call('codes.check', {
    patientId: kari.id,
    text: digits.replace(/.$/, (d) => (d === '1' ? '2' : '1'))
  })
  await desk.call('codes.check', { patientId: kari.id, text: digits })
  const codes = await list()
  expect(codes).toEqual([
    {
      id: 1,
      patientId: kari.id,
      patientName: 'Kari Nordmann',
      channel: 'sms',
      mobileDisplay: '412 34 567',
      source: 'desk',
      askedBy: 'Randi Berg',
      askedAt: '2026-11-26T08:00:00.000Z',
      modemAt: '2026-11-26T08:00:04.000Z',
      sentAt: '2026-11-26T08:00:04.000Z',
      deliveredAt: '2026-11-26T08:00:09.000Z',
      endedAt: '2026-11-26T08:01:30.000Z',
      expiresAt: '2026-11-26T08:10:00.000Z',
      state: 'used',
      failure: null,
      wrongTries: 1
    }
  ])
  expect(JSON.stringify(codes)).not.toContain(digits)
})

it('parts codes on the way, used, not arrived and lapsed, each in one place only', async () => {
  const { desk, modem, kari, ola, list, send, at, register } = await withTwo()
  const mari = await register('Berg', { givenName: 'Mari', mobile: '911 11 111' })
  await send(kari.id)
  await desk.call('codes.check', { patientId: kari.id, text: lastCode(modem) })
  modem.answers.push({ kind: 'refused', code: 'cms-1', class: 'permanent' })
  await send(ola.id)
  await send(mari.id)
  await at('2026-11-26T08:01:00Z')
  await send(mari.id)
  expect(statesOf(await list())).toEqual([
    'Mari Berg: sent',
    'Mari Berg: replaced',
    'Ola Lie: failed',
    'Kari Nordmann: used'
  ])
  expect(statesOf(await list('on-the-way'))).toEqual(['Mari Berg: sent'])
  expect(statesOf(await list('used'))).toEqual(['Kari Nordmann: used'])
  expect(statesOf(await list('lapsed'))).toEqual(['Mari Berg: replaced'])
  expect(await list('not-arrived')).toMatchObject([
    { patientName: 'Ola Lie', failure: 'cms-1', sentAt: null }
  ])
  await at('2026-11-26T08:11:00Z')
  expect(await list('on-the-way')).toEqual([])
  expect(await list('lapsed')).toMatchObject([
    { state: 'expired', endedAt: '2026-11-26T08:11:00.000Z' },
    { state: 'replaced', endedAt: '2026-11-26T08:01:00.000Z' }
  ])
  expect(statesOf(await list('all', ola.id))).toEqual(['Ola Lie: failed'])
})

it('says that a code that waited too long for the modem was never sent', async () => {
  const { modem, kari, send, list, at } = await withTwo()
  modem.setState('absent')
  await send(kari.id)
  await at('2026-11-26T08:10:00Z')
  expect(await list('not-arrived')).toMatchObject([
    { state: 'failed', failure: 'expired', sentAt: null, endedAt: '2026-11-26T08:10:00.000Z' }
  ])
})

it('goes on page by page, and tells every window of each step', async () => {
  const { desk, kari, send, at, events } = await withTwo()
  for (const minute of ['20', '40']) {
    await send(kari.id)
    await at(`2026-11-26T08:${minute}:00Z`)
  }
  await send(kari.id)
  const first = await desk.call('codes.list', { patientId: null, filter: 'all', cursor: null, limit: 2 })
  const second = await desk.call('codes.list', {
    patientId: null,
    filter: 'all',
    cursor: first.nextCursor,
    limit: 2
  })
  expect([...first.codes, ...second.codes].map(({ id }) => id)).toEqual([3, 2, 1])
  expect(second.nextCursor).toBeNull()
  expect(events).toContainEqual({ event: 'codes.changed', payload: { patientId: kari.id } })
})

it('logs who looked at whose codes, and shows them to the desk only', async () => {
  const { desk, as, kari, list, send } = await withTwo()
  await send(kari.id)
  await list('all', kari.id)
  const { entries } = await desk.call('audit.forPatient', { patientId: kari.id, cursor: null })
  expect(entries.map(({ action, userName }) => `${action} ${userName}`)).toContain('codes.opened Randi Berg')
  const clinician = await as('clinician')
  const asked = { patientId: kari.id, filter: 'all', cursor: null, limit: 50 } as const
  await expect(clinician.call('codes.list', asked)).rejects.toMatchObject({ code: 'not-allowed' })
})

it('keeps to what was sent where, when the mobile has changed since', async () => {
  const { desk, kari, send, list } = await withTwo()
  await send(kari.id)
  const draft = namedDraft('Nordmann', 'Kari', { mobile: '900 00 000' })
  await desk.call('patients.update', { id: kari.id, version: kari.version, draft })
  expect(await list()).toMatchObject([{ mobileDisplay: '412 34 567' }])
})
