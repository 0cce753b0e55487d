import { expect, it } from 'vitest'
import type { LoginDetail, LoginTrouble } from '../../src-preload/contract/login-help'
import type { PatientId } from '../../src-preload/contract/ids'
import { patientDraft } from '../builders/patient'
import { lastCode } from './fixtures/codes'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const D_NUMBER = '57858730165'
const NATIONAL_NUMBER = '17858710227'

async function withKari() {
  const clinic = await openMessaging()
  const { desk, clinicians, core, modem } = clinic
  const draft = patientDraft({ nationalNumber: D_NUMBER, gpClinicianId: clinicians[0].id, birthDate: null })
  const kari = await desk.call('patients.create', draft)
  const help = (
    trouble: LoginTrouble | null = null,
    detail: LoginDetail | null = null,
    patientId = kari.id
  ) => desk.call('loginHelp.diagnose', { patientId, trouble, detail })
  const causes = async (...asked: Parameters<typeof help>) =>
    (await help(...asked)).findings.map(({ cause }) => cause)
  const change = async (changes: Parameters<typeof patientDraft>[0]) => {
    const { version } = await desk.call('patients.open', { id: kari.id, reason: null })
    await desk.call('patients.update', { id: kari.id, version, draft: { ...draft, ...changes } })
  }
  const send = async () => {
    await desk.call('codes.send', { patientId: kari.id })
    await core.runOutbox()
    return lastCode(modem)
  }
  return { ...clinic, kari, help, causes, change, send }
}

async function actionsOf({ desk }: MessagingDesk, patientId: PatientId) {
  const { entries } = await desk.call('audit.forPatient', { patientId, cursor: null })
  return entries.map(({ action, detail }) => [action, detail])
}

it('finds nothing lacking with a patient who can log in, and asks what happens', async () => {
  const { help } = await withKari()
  expect(await help()).toMatchObject({
    findings: [],
    question: { about: 'trouble', choices: ['no-code', 'code-refused', 'asked-again', 'eid', 'other'] },
    facts: { language: 'nb', mobileDisplay: '412 34 567', numberEnding: '30165', minutesToNextCode: 0 }
  })
})

it('names each thing that the portal needs and the record lacks, with what mends it', async () => {
  const { help, causes, change, desk, kari } = await withKari()
  await change({ mobile: null })
  expect((await help()).findings).toEqual([{ cause: 'mobile-missing', remedies: ['correct-mobile'] }])
  await change({ gpClinicianId: null, gpExternalName: 'Legene i Dalen' })
  expect(await causes()).toEqual(['gp-elsewhere'])
  await change({ nationalNumber: null })
  expect(await causes()).toEqual(['number-missing'])
  await change({})
  const decision = { purpose: 'one-time-code', channel: 'sms', decision: 'withdrawn' } as const
  await desk.call('consents.record', { patientId: kari.id, decisions: [decision] })
  expect(await causes()).toEqual(['consent-missing'])
  await desk.call('consents.setReserved', { patientId: kari.id, isReserved: true })
  expect(await causes()).toEqual(['reserved'])
})

it('asks for a mobile that was given before the patient turned sixteen', async () => {
  const { desk, clinicians, clock, causes } = await withKari()
  const child = await desk.call(
    'patients.create',
    patientDraft({
      givenName: 'Nora',
      birthDate: '2010-12-01',
      nationalNumber: null,
      gpClinicianId: clinicians[0].id
    })
  )
  expect(await causes(null, null, child.id)).not.toContain('mobile-from-parents')
  clock.set(clock.now().add({ hours: 24 * 6 }))
  expect(await causes(null, null, child.id)).toContain('mobile-from-parents')
})

it('finds out by the modem that the number does not exist, without a question', async () => {
  const { help, send, modem } = await withKari()
  modem.answers.push({ kind: 'refused', code: 'cms-1', class: 'permanent' })
  await send()
  expect(await help()).toMatchObject({
    findings: [{ cause: 'mobile-wrong', remedies: ['correct-mobile', 'send-code'] }],
    facts: { codeFailure: 'cms-1', codeSentAt: null }
  })
})

it('tells a code that nobody reported from one that arrived and was not seen', async () => {
  const { causes, send, modem } = await withKari()
  await send()
  expect(await causes('no-code', 'own-mobile')).toEqual(['no-report'])
  await modem.report(1, '+4741234567')
  expect(await causes('no-code', 'own-mobile')).toEqual(['code-unseen'])
})

it('sees in the record which code was refused and why', async () => {
  const { desk, kari, causes, send, at, help } = await withKari()
  const check = (text: string) => desk.call('codes.check', { patientId: kari.id, text })
  await send()
  await at('2026-11-26T08:01:00Z')
  await send()
  expect(await causes('code-refused')).toEqual(['older-code'])
  await at('2026-11-26T08:12:00Z')
  expect(await causes('code-refused')).toEqual(['code-expired'])
  await at('2026-11-26T08:20:00Z')
  const digits = await send()
  const wrong = digits.replace(/^./, (first) => (first === '1' ? '2' : '1'))
  for (let count = 0; count < 5; count++) await check(wrong)
  expect(await help()).toMatchObject({ findings: [{ cause: 'tries-used-up' }], facts: { triesLeft: 0 } })
  await at('2026-11-26T08:40:00Z')
  await check(await send())
  expect(await causes('code-refused')).toEqual(['code-used'])
})

it('knows that the D-number was replaced, and names the ends of both', async () => {
  const { help, change } = await withKari()
  await change({ nationalNumber: NATIONAL_NUMBER })
  expect(await help('code-refused', 'number-unknown')).toMatchObject({
    findings: [{ cause: 'number-ceased', remedies: ['correct-number'] }],
    question: null,
    facts: { numberEnding: '10227', formerNumberEnding: '30165' }
  })
})

it('says how long the next code must wait when too many were asked for', async () => {
  const { help, send } = await withKari()
  for (let count = 0; count < 3; count++) await send()
  expect(await help('asked-again')).toMatchObject({
    findings: [{ cause: 'code-limit' }],
    facts: { minutesToNextCode: 10 }
  })
})

it('logs each look with what was found, and helps at the desk only', async () => {
  const clinic = await withKari()
  const { help, kari, as } = clinic
  await help()
  await help('other', 'not-activated')
  expect((await actionsOf(clinic, kari.id)).slice(0, 2)).toEqual([
    ['login-help.given', 'account-not-activated'],
    ['login-help.given', null]
  ])
  const asked = { patientId: kari.id, trouble: null, detail: null }
  const clinician = await as('clinician')
  await expect(clinician.call('loginHelp.diagnose', asked)).rejects.toMatchObject({ code: 'not-allowed' })
})

it('takes no second answer without a first, and helps nobody who is not there', async () => {
  const { help, kari, desk } = await withKari()
  await expect(help(null, 'cookies')).rejects.toMatchObject({ code: 'invalid-input' })
  const stranger = { patientId: (kari.id + 1000) as PatientId, trouble: null, detail: null }
  await expect(desk.call('loginHelp.diagnose', stranger)).rejects.toMatchObject({ code: 'not-found' })
})
