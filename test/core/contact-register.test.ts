import { describe, expect, it, onTestFinished } from 'vitest'
import type { RegisterSettingsDraft } from '../../src-preload/contract/contact-register'
import {
  openRegisterSimulator,
  type RegisterSimulator
} from '../contact-register-simulator/register-simulator'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const KARI = '17858710227'
const COMING = { date: '2026-12-10', time: '10:00' }

interface RegisterDesk extends MessagingDesk {
  readonly simulator: RegisterSimulator
  readonly settings: RegisterSettingsDraft
}

/** A clinic that has been granted access, and the register on this PC. */
async function openRegister(changes: Partial<RegisterSettingsDraft> = {}): Promise<RegisterDesk> {
  const clinic = await openMessaging()
  const simulator = await openRegisterSimulator({ now: () => new Date(clinic.clock.now().epochMilliseconds) })
  onTestFinished(() => simulator.close())
  const { address, issuer, clientId, keyId, privateKey } = simulator
  const settings = { isOn: true, address, issuer, clientId, keyId, privateKey, ...changes }
  await clinic.manager.call('contactRegister.save', settings)
  return { ...clinic, simulator, settings }
}

async function kariWithAppointment(clinic: MessagingDesk) {
  const kari = await clinic.register('Nordmann', {
    nationalNumber: KARI,
    birthDate: '1987-05-17',
    mobile: '412 34 567'
  })
  await clinic.book({ patientId: kari.id, ...COMING })
  return kari
}

const confirmation = async (clinic: MessagingDesk) =>
  (await clinic.outbox()).find(({ purpose }) => purpose === 'booking-confirmation')

describe('before a message leaves', () => {
  it('the register is asked about whoever gets it, and one who is not reserved is written to', async () => {
    const clinic = await openRegister()
    await kariWithAppointment(clinic)
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.simulator.lookUps).toEqual([[KARI]])
    expect(clinic.texts()).toEqual([expect.stringContaining('Du har time')])
  })

  it('one who is reserved there gets a letter instead, and the desk sees why', async () => {
    const clinic = await openRegister()
    clinic.simulator.people.set(KARI, { reservasjon: 'JA', status: 'AKTIV' })
    await kariWithAppointment(clinic)
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.texts()).toEqual([])
    expect(await confirmation(clinic)).toMatchObject({
      state: 'blocked',
      reason: 'register-reserved'
    })
    expect(
      await clinic.desk.call('letters.list', { filter: 'waiting', cursor: null, limit: 10 })
    ).toMatchObject({
      letters: [{ cause: 'reserved', kind: 'appointment' }]
    })
  })

  it('is asked again at each sending: who reserves herself later gets no reminder', async () => {
    const clinic = await openRegister()
    const kari = await clinic.register('Nordmann', {
      nationalNumber: KARI,
      birthDate: '1987-05-17',
      mobile: '412 34 567'
    })
    await clinic.book({ patientId: kari.id, ...COMING })
    await clinic.at('2026-11-26T08:05:00Z')
    clinic.simulator.people.set(KARI, { reservasjon: 'JA', status: 'AKTIV' })
    await clinic.at('2026-12-07T09:00:00Z')
    expect(clinic.texts()).toHaveLength(1)
    expect(clinic.simulator.lookUps).toEqual([[KARI], [KARI]])
    expect(clinic.simulator.signIns()).toBe(2)
  })

  it('a child’s messages are asked for at the guardian who gets them', async () => {
    const clinic = await openRegister()
    const kari = await clinic.register('Nordmann', {
      nationalNumber: KARI,
      birthDate: '1987-05-17',
      mobile: '412 34 567'
    })
    const child = await clinic.register('Nordmann', { birthDate: '2018-01-05' })
    await clinic.desk.call('patients.addGuardian', {
      childId: child.id,
      guardianPatientId: kari.id,
      kind: 'parent',
      carriesMessages: true
    })
    await clinic.book({ patientId: child.id, ...COMING })
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.simulator.lookUps).toEqual([[KARI]])
  })

  it('nobody is asked whom the register cannot know, or who waits for a code', async () => {
    const clinic = await openRegister()
    const nameless = await clinic.register('Hansen', { mobile: '900 11 222' })
    await clinic.book({ patientId: nameless.id, ...COMING })
    const kari = await clinic.register('Nordmann', {
      nationalNumber: KARI,
      birthDate: '1987-05-17',
      mobile: '412 34 567'
    })
    clinic.simulator.people.set(KARI, { reservasjon: 'JA' })
    await clinic.desk.call('codes.send', { patientId: kari.id, channel: 'sms' })
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.simulator.lookUps).toEqual([])
    expect(clinic.texts()).toHaveLength(2)
  })

  it('is not asked at all unless the clinic has turned it on', async () => {
    const clinic = await openRegister({ isOn: false })
    await kariWithAppointment(clinic)
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.simulator.lookUps).toEqual([])
    expect(clinic.texts()).toHaveLength(1)
  })
})

describe('while the register does not answer', () => {
  it('messages wait and say so, a code leaves, and all goes on when it is back', async () => {
    const clinic = await openRegister()
    clinic.simulator.manners.lookUpStatus = 503
    const kari = await kariWithAppointment(clinic)
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.texts()).toEqual([])
    expect(await confirmation(clinic)).toMatchObject({
      state: 'queued',
      reason: 'register-waiting'
    })
    expect(await clinic.desk.call('contactRegister.status', {})).toMatchObject({
      isOn: true,
      trouble: { code: 'register-unreachable' }
    })
    await clinic.desk.call('codes.send', { patientId: kari.id, channel: 'sms' })
    await clinic.at('2026-11-26T08:05:10Z')
    expect(clinic.texts()).toHaveLength(1)

    delete clinic.simulator.manners.lookUpStatus
    await clinic.at('2026-11-26T08:06:30Z')
    expect(clinic.texts()).toHaveLength(2)
    expect(await clinic.desk.call('contactRegister.status', {})).toMatchObject({ trouble: null })
  })

  it.each([
    ['refuses the sign-in', { signInStatus: 400 }, 'register-sign-in-refused'],
    ['refuses access', { lookUpStatus: 403 }, 'register-access-refused'],
    ['answers something else', { lookUpBody: '<html>' }, 'register-answer-unexpected']
  ])('tells apart that it %s', async (_what, manners, code) => {
    const clinic = await openRegister()
    Object.assign(clinic.simulator.manners, manners)
    await kariWithAppointment(clinic)
    await clinic.at('2026-11-26T08:05:00Z')
    expect(await clinic.desk.call('contactRegister.status', {})).toMatchObject({ trouble: { code } })
    expect(clinic.texts()).toEqual([])
  })
})

describe('at the desk', () => {
  it('a look compares what the register has, is logged, and leaves nothing of it behind', async () => {
    const clinic = await openRegister()
    const kari = await kariWithAppointment(clinic)
    clinic.simulator.people.set(KARI, {
      reservasjon: 'NEI',
      status: 'AKTIV',
      varslingsstatus: 'KAN_VARSLES',
      kontaktinformasjon: {
        epostadresse: 'kari@register.example',
        epostadresse_oppdatert: '2026-05-01T08:00:00Z',
        mobiltelefonnummer: '+4799887766',
        mobiltelefonnummer_oppdatert: '2025-03-01T08:00:00Z',
        mobiltelefonnummer_sist_verifisert: '2026-09-01T08:00:00Z'
      }
    })
    expect(await clinic.desk.call('contactRegister.lookUp', { patientId: kari.id })).toEqual({
      isReserved: false,
      status: 'active',
      canBeNotified: true,
      mobile: { display: '998 87 766', comparison: 'other', confirmedAt: '2026-09-01T08:00:00.000Z' },
      email: {
        display: 'kari@register.example',
        comparison: 'only-theirs',
        confirmedAt: '2026-05-01T08:00:00.000Z'
      }
    })
    const { entries } = await clinic.desk.call('audit.forPatient', { patientId: kari.id, cursor: null })
    expect(entries.map(({ action }) => action)).toContain('contact-register.looked-up')
    const tables = clinic.core.database.driver
      .prepare<[], { name: string }>(
        `select name from sqlite_schema where type = 'table' and name not like 'patient_search%'`
      )
      .all()
    const everything = tables.map(({ name }) =>
      JSON.stringify(clinic.core.database.driver.prepare(`select * from "${name}"`).all())
    )
    expect(everything.filter((rows) => /99887766|kari@register/.test(rows))).toEqual([])
  })

  it('is refused where the register is off, or the patient has no number it knows', async () => {
    const clinic = await openRegister()
    const nameless = await clinic.register('Hansen')
    const look = { patientId: nameless.id }
    await expect(clinic.desk.call('contactRegister.lookUp', look)).rejects.toMatchObject({
      code: 'register-number-missing'
    })
    await clinic.manager.call('contactRegister.save', { ...clinic.settings, isOn: false, privateKey: null })
    await expect(clinic.desk.call('contactRegister.lookUp', look)).rejects.toMatchObject({
      code: 'register-off'
    })
  })
})

describe('the settings', () => {
  it('never give the key out, keep it for the same client, and want it anew for another', async () => {
    const { manager, settings } = await openRegister()
    expect(await manager.call('contactRegister.settings', {})).toEqual({
      isOn: true,
      address: settings.address,
      issuer: settings.issuer,
      clientId: settings.clientId,
      keyId: settings.keyId,
      hasKey: true
    })
    const other = { ...settings, clientId: 'someone-else', privateKey: null }
    await expect(manager.call('contactRegister.save', other)).rejects.toMatchObject({
      code: 'register-key-needed'
    })
  })

  it('take addresses with TLS only, but for this PC in training', async () => {
    const { manager, settings } = await openRegister()
    for (const address of ['http://register.example', 'ftp://127.0.0.1', 'register'])
      await expect(manager.call('contactRegister.save', { ...settings, address })).rejects.toMatchObject({
        code: 'register-address-invalid',
        parameters: { field: 'address' }
      })
  })

  it('are tried step by step, with a key as JWK as well', async () => {
    const { manager, settings, simulator } = await openRegister()
    const test = async (changes: Partial<RegisterSettingsDraft>) =>
      await manager.call('contactRegister.test', { ...settings, ...changes })
    expect(await test({ privateKey: simulator.privateJwk })).toEqual({
      steps: [
        { step: 'key', outcome: 'ok' },
        { step: 'sign-in', outcome: 'ok' },
        { step: 'look-up', outcome: 'ok' }
      ],
      error: null
    })
    expect(await test({ keyId: 'another' })).toMatchObject({
      steps: [{ outcome: 'ok' }, { outcome: 'failed' }, { outcome: 'not-reached' }],
      error: { code: 'register-sign-in-refused', parameters: { reason: expect.stringContaining('kid') } }
    })
    await expect(test({ privateKey: 'no key' })).rejects.toMatchObject({ code: 'register-key-unreadable' })
  })
})
