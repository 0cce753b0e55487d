import type { Locator, Page } from '@playwright/test'
import { addClinician, bookFor, register, sentTo, write } from '../fixtures/arrange'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect } from '../fixtures/launch'
import { test } from '../fixtures/serial-clinic'
import { toast } from '../fixtures/steps'

// A Wednesday, a quarter past eight in the morning.
const MORNING = '2026-12-02T07:15:00Z'
const TODAY = '2026-12-02'
const TEXT = 'Legen er dessverre syk onsdag 2. desember. Ring oss på 22 00 00 00 for ny time.'
const REACHED = ['Fjellbekk', 'Fjelldal', 'Fjellhaug', 'Fjellmo', 'Fjellstad', 'Fjellvik']
const mobileOf = (index: number): string => `+474123450${index}`

test('the doctor is ill: the day’s patients are told once, those left out are named with the reason, and the rest is stopped', async ({
  serialClinic
}) => {
  const { port, startAt, simulator } = await serialClinic()
  const { page } = await startAt(MORNING)
  await makeTrainingClinic(page, { kind: 'serial', path: port, imei: null })
  const patients = await arrangeDay(page)
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('Simulert nett')
  const form = page.getByRole('region', { name: 'Til dagens pasienter' })

  await test.step('the form tells whom it reaches, whom not and why, and what it costs', async () => {
    await page.getByRole('button', { name: 'Mer om Anne Lunde' }).click()
    await page.getByRole('button', { name: /^Skriv til en dags pasienter/ }).click()
    await form.getByRole('button', { name: 'Legen er syk' }).click()
    await expect(form.getByLabel('Tekst')).toHaveValue(TEXT)
    await expect(form.getByRole('heading', { name: 'Sendes til 6', exact: true })).toBeVisible()
    await expect(form.getByText(/^1 SMS-del hver, .* kr i alt$/)).toBeVisible()
    await expect(form.getByRole('heading', { name: 'Sendes ikke til 5' })).toBeVisible()
    await expect(leftOut(form, 'Granli')).toContainText('har ikke mobilnummer')
    await expect(leftOut(form, 'Granmo')).toContainText('reservert mot digital kommunikasjon')
    await expect(leftOut(form, 'Granstad')).toContainText('har trukket samtykket')
    await expect(leftOut(form, 'Granvik')).toContainText('får den på samme mobil')
    await expect(leftOut(form, 'Granås')).toContainText('har kommet eller timen har begynt')
  })

  // The modem loses its network on the second message.
  const isSecond = (): boolean => simulator.journal.sent.length === 2
  simulator.journal.onMessage(() => void (isSecond() && simulator.model.setRegistration(2)))

  await test.step('progress is shown while it goes out', async () => {
    await form.getByRole('button', { name: 'Send til 6' }).click()
    await expect(toast(page, 'Meldingen til 6 pasienter er på vei')).toBeVisible()
    await page
      .getByRole('navigation', { name: 'Hovedsider' })
      .getByRole('link', { name: /^Meldinger/ })
      .click()
    await page.getByRole('radio', { name: 'Til flere' }).check()
    await expect(page.getByText('2 av 6 sendt', { exact: true })).toBeVisible()
    await expect(page.getByText('Sendes ikke til 5', { exact: true })).toBeVisible()
    await expect(page.getByRole('progressbar', { name: '2 av 6 sendt' })).toBeVisible()
  })

  await test.step('what has not left is stopped, and stays so when the network is back', async () => {
    await page.getByRole('button', { name: 'Stopp resten' }).click()
    await expect(toast(page, 'Stoppet. Det som ikke var sendt, blir ikke sendt.')).toBeVisible()
    await expect(page.getByText('4 stoppet')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Stopp resten' })).toBeHidden()
    simulator.model.setRegistration(1)
    const [last] = patients.slice(-1)
    if (!last) throw new Error('Nobody has an appointment.')
    await write(page, last, 'Legen er frisk igjen.')
    await expect.poll(() => simulator.journal.messages.at(-1)?.text).toBe('Legen er frisk igjen.')
    expect(simulator.journal.messages.map(({ text }) => text)).toEqual([TEXT, TEXT, 'Legen er frisk igjen.'])
    const states = await Promise.all(
      patients.map(async (patient) =>
        (await sentTo(page, patient)).filter(({ text }) => text === TEXT).map(({ state }) => state)
      )
    )
    expect(states.slice(2)).toEqual([['cancelled'], ['cancelled'], ['cancelled'], ['cancelled']])
  })
})

const leftOut = (form: Locator, familyName: string): Locator =>
  form.getByRole('listitem').filter({ hasText: familyName })

/** Eleven with an appointment today: six who can be told, and one for each reason not to. @returns the six */
async function arrangeDay(page: Page) {
  const { id: clinicianId } = await addClinician(page, 'Anne Lunde')
  let minute = 9 * 60
  const add = async (familyName: string, mobile: string | null) => {
    const patient = await register(page, familyName, mobile)
    const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
    minute += 20
    return { patient, booked: await bookFor(page, { patientId: patient.id, clinicianId, date: TODAY, time }) }
  }
  const reached = []
  for (const [index, familyName] of REACHED.entries())
    reached.push((await add(familyName, mobileOf(index))).patient)
  await add('Granli', null)
  const reserved = await add('Granmo', mobileOf(6))
  await callCore(page, 'consents.setReserved', { patientId: reserved.patient.id, isReserved: true })
  const unwilling = await add('Granstad', mobileOf(7))
  const withdrawn = { purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' } as const
  await callCore(page, 'consents.record', { patientId: unwilling.patient.id, decisions: [withdrawn] })
  await add('Granvik', mobileOf(0))
  const here = await add('Granås', mobileOf(8))
  await callCore(page, 'waitingRoom.arrive', { id: here.booked.id })
  return reached
}
