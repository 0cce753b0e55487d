import type { Locator, Page } from '@playwright/test'
import { addClinician, bookFor, register } from '../fixtures/arrange'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { toast } from '../fixtures/steps'

// A Wednesday, a quarter past eight in the morning.
const MORNING = '2026-12-02T07:15:00Z'
const TODAY = '2026-12-02'
const TOMORROW = '2026-12-03'

const today = (page: Page): Locator =>
  page.getByRole('navigation', { name: 'Hovedsider' }).getByRole('link', { name: 'I dag' })
const line = (page: Page, weekday: number): Locator => page.locator(`[data-weekday="${weekday}"]`)
const sessions = (page: Page, weekday: number): Locator => line(page, weekday).getByTestId('session')
const booking = (page: Page, name: string): Locator => page.getByRole('listitem', { name })

test('hours are painted and typed, an absence settles the bookings it hits one by one, and who falls ill is away at once', async ({
  launch
}) => {
  test.setTimeout(120_000)
  const { page } = await launch({ environment: { SKRANKE_NOW: MORNING } })
  await makeTrainingClinic(page)
  await arrange(page)

  await test.step('the calendar leads to the schedule, and the pointer paints a telephone hour', async () => {
    await today(page).click()
    await page.getByRole('button', { name: 'Mer om Anne Lunde' }).click()
    await page.getByRole('button', { name: 'Timeplan …' }).click()
    await expect(page.getByRole('heading', { name: 'Timeplan', level: 1 })).toBeVisible()
    await expect(page.getByRole('button', { name: /^fredag 25\. desember, .*juledag/ })).toBeVisible()
    await page.keyboard.press('3')
    await drag(line(page, 1), 11, 12)
    await expect(sessions(page, 1)).toHaveText([/08\.00–11\.00/, /11\.00–12\.00.*telefon/, /12\.00–16\.00/])
  })

  await test.step('keys paint a video hour, and typed times shorten a day', async () => {
    await page.getByRole('button', { name: 'tirsdag', exact: true }).click()
    await page.keyboard.press('4')
    await page.keyboard.press('Home')
    // The hours begin at seven: six hours to the right, then four quarters long.
    for (let hour = 0; hour < 6; hour += 1) await page.keyboard.press('Control+ArrowRight')
    for (let quarter = 0; quarter < 3; quarter += 1) await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Enter')
    await expect(sessions(page, 2)).toHaveText([/08\.00–13\.00/, /13\.00–14\.00.*video/, /14\.00–16\.00/])
    await page.getByRole('button', { name: 'onsdag', exact: true }).click()
    await page.getByLabel('Til, linje 1').fill('15.30')
    await expect(sessions(page, 3)).toHaveText([/08\.00–15\.30/])
    await expectAccessible(page, 'week plan', 'main')
    await page.keyboard.press('Control+s')
    await expect(toast(page, 'Ukeplanen er lagret: Vanlig uke')).toBeVisible()
  })

  await test.step('the calendar shows them, and the list of commands leads back', async () => {
    await today(page).click()
    const band = page.getByRole('group', { name: 'Anne Lunde' }).getByTestId('session-band')
    // From Wednesday to Monday.
    for (let day = 0; day < 5; day += 1) await page.keyboard.press('ArrowRight')
    await expect(band.filter({ hasText: 'telefon' })).toBeVisible()
    await page.keyboard.press('ArrowRight')
    await expect(band.filter({ hasText: 'video' })).toBeVisible()
    await expect(band.filter({ hasText: 'video' })).toHaveCSS('background-repeat', 'repeat')
    await page.keyboard.press('Control+Shift+P')
    await page.keyboard.type('Timeplanen til Anne')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Timeplan', level: 1 })).toBeVisible()
  })

  await test.step('an absence lists the three bookings it hits, and nothing is saved yet', async () => {
    await page.getByText('Fravær', { exact: true }).first().click()
    const form = page.getByRole('form', { name: 'Fravær' })
    await form.getByLabel('Grunn').selectOption('Kurs')
    await form.getByLabel('Fra og med').fill('3.12')
    await form.getByLabel('Til og med').fill('3.12')
    await form.getByRole('button', { name: 'Lagre' }).click()
    await expect(page.getByRole('heading', { name: '3 timer berøres' })).toBeVisible()
    await expect(page.getByText('Ingenting er lagret ennå.')).toBeVisible()
    await expect(booking(page, 'Fjellbekk, Test')).toContainText('fravær: Kurs')
    await expectAccessible(page, 'affected bookings', 'main')
  })

  await test.step('one is moved, one is cancelled, one is kept, and what another desk has booked meanwhile is asked about first', async () => {
    await booking(page, 'Fjellbekk, Test').getByLabel('Flytt').check()
    await booking(page, 'Fjelldal, Test').getByLabel('Avlys').check()
    await booking(page, 'Fjellhaug, Test').getByLabel('Behold').check()
    await expect(page.getByRole('status').filter({ hasText: '3 av 3 valgt' })).toContainText(
      '2 meldinger sendes, 0,78 kr'
    )
    await bookTomorrow(page, 'Fjelltun', '+4741234504', '10:00')
    await page.getByRole('button', { name: 'Lagre og gjennomfør' }).click()
    await expect(page.getByRole('alert')).toContainText('Ingenting er lagret.')
    await expect(page.getByRole('heading', { name: '4 timer berøres' })).toBeVisible()
    await expect(booking(page, 'Fjelltun, Test').getByLabel('Flytt')).toBeFocused()
    await booking(page, 'Fjelltun, Test').getByLabel('Behold').check()
    await page.getByRole('button', { name: 'Lagre og gjennomfør' }).click()
    await expect(booking(page, 'Fjellbekk, Test')).toContainText('Flyttet til fre. 4. des. 08.00')
    await expect(booking(page, 'Fjelldal, Test')).toContainText('Avlyst')
    await expect(booking(page, 'Fjellhaug, Test')).toContainText('Beholdt')
    expect(await standing(page)).toEqual([
      'Fjellbekk 2026-12-04 booked',
      'Fjelldal 2026-12-03 cancelled',
      'Fjellhaug 2026-12-03 booked',
      'Fjelltun 2026-12-03 booked'
    ])
  })

  await test.step('each can be taken back', async () => {
    await page.getByRole('button', { name: 'Angre for Fjelldal, Test' }).click()
    await expect(booking(page, 'Fjelldal, Test')).toContainText('Angret: timen står som før.')
    expect(await standing(page)).toContain('Fjelldal 2026-12-03 booked')
    await page.getByRole('button', { name: 'Ferdig' }).click()
    await expect(page.getByRole('cell', { name: 'Kurs', exact: true })).toBeVisible()
  })

  await test.step('a doctor who falls ill is away from now on, and the day’s patients can be told at once', async () => {
    await today(page).click()
    await page.getByRole('button', { name: 'Mer om Anne Lunde' }).click()
    await page.getByRole('button', { name: 'Lege syk i dag …' }).click()
    const panel = page.getByRole('region', { name: 'Fravær: Anne Lunde' })
    await expect(panel.getByLabel('Fra klokken')).toHaveValue('08.15')
    await expect(panel.getByText('1 time berøres')).toBeVisible()
    await expectAccessible(page, 'ill today', 'aside')
    await panel.getByRole('button', { name: 'Videre til timene' }).click()
    await expect(page.getByRole('heading', { name: '1 time berøres' })).toBeVisible()
    await page.getByRole('button', { name: 'Avlys og si fra' }).click()
    await page.getByRole('button', { name: 'Lagre og gjennomfør' }).click()
    await expect(booking(page, 'Granli, Test')).toContainText('Avlyst')
    await page.getByRole('button', { name: /^Skriv én SMS/ }).click()
    await expect(page.getByRole('region', { name: 'Til dagens pasienter' })).toBeVisible()
  })

  await test.step('six letters pick the type of a booking', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('b')
    const form = page.getByRole('region', { name: 'Ny time' })
    await form.getByLabel('Type').focus()
    await page.keyboard.type('videok')
    await expect(form.getByLabel('Minutter')).toHaveValue('15')
  })
})

/** From one hour to another along a day's line, on which the hours stand from seven to seventeen. */
async function drag(day: Locator, from: number, until: number): Promise<void> {
  const box = await day.boundingBox()
  if (!box) throw new Error('The day is not in sight.')
  const x = (hour: number): number => box.x + ((hour - 7) / 10) * box.width
  const y = box.y + box.height / 2
  const { mouse } = day.page()
  await mouse.move(x(from) + 2, y)
  await mouse.down()
  await mouse.move(x(from) + 20, y)
  await mouse.move(x(until) - 2, y)
  await mouse.up()
}

/** Two GPs, three bookings of the first tomorrow and one today. */
async function arrange(page: Page): Promise<void> {
  const { id: anne } = await addClinician(page, 'Anne Lunde')
  await addClinician(page, 'Jonas Moe')
  const book = async (name: string, mobile: string, date: string, time: string) => {
    const patient = await register(page, name, mobile)
    return await bookFor(page, { patientId: patient.id, clinicianId: anne, date, time })
  }
  await book('Fjellbekk', '+4741234500', TOMORROW, '09:00')
  await book('Fjelldal', '+4741234501', TOMORROW, '09:20')
  await book('Fjellhaug', '+4741234502', TOMORROW, '09:40')
  await book('Granli', '+4741234503', TODAY, '10:00')
}

/** As another desk does meanwhile. */
async function bookTomorrow(page: Page, name: string, mobile: string, time: string): Promise<void> {
  const [anne] = await callCore(page, 'clinicians.list', {})
  if (!anne) throw new Error('The clinic has a first clinician.')
  const { id } = await register(page, name, mobile)
  await bookFor(page, { patientId: id, clinicianId: anne.id, date: TOMORROW, time })
}

/** Where tomorrow's bookings stand now, by name. */
async function standing(page: Page): Promise<string[]> {
  const days = await Promise.all(
    [TOMORROW, '2026-12-04'].map((date) => callCore(page, 'appointments.day', { date }))
  )
  return days
    .flatMap(({ columns }) => columns.flatMap(({ appointments }) => appointments))
    .map(({ patientFamilyName, date, status }) => `${patientFamilyName} ${date} ${status}`)
    .sort()
}
