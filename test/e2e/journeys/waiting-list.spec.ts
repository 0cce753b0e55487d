import type { Page } from '@playwright/test'
import type { Patient } from '@contract/patients'
import { addClinician, bookFor, register } from '../fixtures/arrange'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect } from '../fixtures/launch'
import { test } from '../fixtures/serial-clinic'
import { toast } from '../fixtures/steps'

// Wednesday at ten, half a day before the free place.
const WEDNESDAY = '2026-12-02T09:00:00Z'
const FREE = { date: '2026-12-03', time: '09:20' }
const LATER = '2026-12-17'
const [FIRST, SECOND] = ['+4797900123', '+4797900124'] as const

const offer = (until: string): string =>
  `Ledig time 03.12 kl. 09.20 hos Eksempel legesenter. Vil du ha den? Svar JA innen kl. ${until}, ellers NEI. Svar STOPP for ikke å få slike.`
const MOVED = 'Timen din er flyttet til 03.12 kl. 09.20 hos Eksempel legesenter. Den gamle timen er frigitt.'
const KEPT = 'Takk for svaret. Du står fortsatt på ventelisten.'

test('a cancelled time is offered with one key, held, declined by the first and taken by the second', async ({
  serialClinic
}) => {
  const { port, startAt, received, simulator } = await serialClinic()
  const { page } = await startAt(WEDNESDAY)
  await makeTrainingClinic(page, { kind: 'serial', path: port, imei: null })
  const { id: clinicianId } = await addClinician(page, 'Anne Lunde')
  const place = { clinicianId, ...FREE }
  const gone = await register(page, 'Fjellvik', null)
  const cancelled = await bookFor(page, { patientId: gone.id, ...place })
  const [first, second] = [await waiter(page, 'Bekkelund', FIRST), await waiter(page, 'Dalheim', SECOND)]
  const hers = await bookFor(page, { patientId: first.id, clinicianId, date: LATER, time: '10:00' })
  const his = await bookFor(page, { patientId: second.id, clinicianId, date: LATER, time: '11:00' })

  await test.step('from the card they are put on the list', async () => {
    for (const name of ['Bekkelund', 'Dalheim']) {
      await page.getByRole('combobox', { name: /^Søk pasient/ }).fill(name)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('region', { name: new RegExp(`^Pasientkort.*${name}`) })).toBeVisible()
      await page.keyboard.press('w')
      const form = page.getByRole('region', { name: 'Vil ha tidligere time' })
      await expect(form.getByLabel('Timen som skal flyttes')).not.toHaveValue('')
      await form.getByRole('button', { name: 'Sett på ventelisten' }).click()
      await expect(toast(page, `På ventelisten: Test ${name}`)).toBeVisible()
    }
  })

  await test.step('a time that is cancelled is proposed quietly, and one key goes there', async () => {
    const { id, version } = cancelled
    const cancel = { id, version, reason: 'patient', notifyPatient: false } as const
    const said = toast(page, /^Ledig .*09\.20 hos Anne Lunde: 2 passer/)
    const step = await callCore(page, 'appointments.cancel', cancel)
    await expect(said).toBeVisible()
    const back = await callCore(page, 'appointments.undo', { changeId: step.changeId })
    await expect(said).toBeHidden()
    await callCore(page, 'appointments.cancel', { ...cancel, version: back.version })
    await expect(said).toBeVisible()
    await page.keyboard.press('o')
    await expect(page.getByRole('heading', { level: 1, name: 'Venteliste' })).toBeVisible()
    await expect(gapCard(page).getByRole('listitem')).toContainText(['Bekkelund', 'Dalheim'])
    await expectAccessible(page, 'waiting list', 'main')
  })

  await test.step('one key asks the first; the place is held and marked in the calendar', async () => {
    await page.keyboard.press('o')
    await expect.poll(() => received(FIRST)).toEqual([offer('10.30')])
    await expect(gapCard(page)).toContainText('spurt')
    await page.evaluate(() => void (location.hash = '/today'))
    await page.getByRole('button', { name: 'Neste dag' }).click()
    await expect(page.getByTestId('held-place')).toContainText('09.20 tilbudt ventelisten')
    await page.getByTestId('held-place').click()
  })

  await test.step('NEI goes on to the next, and JA moves the second', async () => {
    simulator.model.receive(FIRST, 'Nei')
    await expect.poll(() => received(FIRST)).toEqual([offer('10.30'), KEPT])
    await expect.poll(() => received(SECOND)).toEqual([offer('10.30')])
    await expect(gapCard(page).getByRole('listitem')).toContainText([/Bekkelund.*sa nei/, /Dalheim.*spurt/])
    await expect.poll(() => offersUnderWay(page)).toBe(0)
    simulator.model.receive(SECOND, 'Ja')
    await expect.poll(() => received(SECOND)).toEqual([offer('10.30'), MOVED])
    expect(await callCore(page, 'appointments.get', { id: his.id })).toMatchObject(FREE)
    expect(await callCore(page, 'appointments.get', { id: hers.id })).toMatchObject({ date: LATER })
  })

  await test.step('what was offered is told in plain words', async () => {
    await page.getByRole('radio', { name: 'Tidligere tilbud' }).click()
    const history = page.getByRole('list', { name: 'Tidligere tilbud' })
    await expect(history).toContainText(/Dalheim.* fikk timen/)
    await expect(history).toContainText(/Bekkelund: sa nei\s+\(på SMS\)/)
    await expectAccessible(page, 'offers', 'main')
  })
})

const gapCard = (page: Page) => page.getByRole('article', { name: /09\.20/ })

/** Somebody with a mobile who has agreed to be offered times. */
async function waiter(page: Page, name: string, mobile: string): Promise<Patient> {
  const patient = await register(page, name, mobile)
  const decision = { purpose: 'waiting-list-offer', channel: 'sms', decision: 'given' } as const
  await callCore(page, 'consents.record', { patientId: patient.id, decisions: [decision] })
  return patient
}

/** Offers that are not known to have left: an answer before that counts for nothing. */
async function offersUnderWay(page: Page): Promise<number> {
  const waiting = { filter: 'waiting', cursor: null, limit: 50 } as const
  const { messages } = await callCore(page, 'messages.outbox', waiting)
  return messages.filter(({ purpose }) => purpose === 'waiting-list-offer').length
}
