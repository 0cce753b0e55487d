import type { Appointment } from '@contract/appointments'
import type { Locator, Page } from '@playwright/test'
import { Temporal } from 'temporal-polyfill'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { expect, test } from '../fixtures/launch'
import { toast } from '../fixtures/steps'

const grid = (page: Page): Locator => page.getByTestId('week-grid')
const pinboard = (page: Page): Locator => page.getByRole('region', { name: 'Tavla' })
const block = (page: Page, { id }: Pick<Appointment, 'id'>): Locator =>
  page.locator(`[data-testid="appointment"][data-appointment="${id}"]`)
const nameOf = (one: Appointment): string => `${one.patientFamilyName}, ${one.patientGivenName}`
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

test('the calendar by week, month and list, with mouse and keyboard', async ({ launch }) => {
  const { page } = await launch({ data: 'demo' })
  await page.getByTestId('appointment').first().waitFor()
  const [clinician] = await callCore(page, 'clinicians.list', {})
  const { today } = await todayOf(page)
  const monday = Temporal.PlainDate.from(today).add({ days: 8 - Temporal.PlainDate.from(today).dayOfWeek })
  const week = await callCore(page, 'calendar.week', { clinicianId: clinician!.id, date: monday.toString() })
  const booked = week.days
    .flatMap(({ columns }) => columns[0]!.appointments)
    .filter(({ status, durationMinutes }) => status === 'booked' && durationMinutes === 20)
  const [first, second] = [booked[0]!, booked[3]!]

  await test.step('paints sessions by their kind, with their names', async () => {
    await page.keyboard.press('Shift+W')
    await page.keyboard.press('ArrowRight')
    const bands = grid(page).getByTestId('session-band')
    await expect(bands.filter({ hasText: 'telefon' }).first()).toBeVisible()
    await expect(bands.filter({ hasText: 'holdes av til' }).first()).toBeVisible()
    await expectAccessible(page, 'week', 'main')
  })

  await test.step('holds a booking on the pinboard while leafing, and puts it down in another week', async () => {
    await block(page, first).click()
    await page.keyboard.press('h')
    await expect(pinboard(page)).toContainText(nameOf(first))
    await page.getByRole('link', { name: 'Pasienter' }).click()
    await expect(pinboard(page)).toContainText(nameOf(first))
    await page.getByRole('link', { name: 'I dag', exact: true }).click()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+H')
    await expect(page.getByTestId('move-bar')).toContainText(`Flytter ${nameOf(first)}`)
    await expect(page.getByTestId('ghost')).toBeVisible()
    await page.keyboard.press('f')
    await page.keyboard.press('Enter')
    await expect(toast(page, `Flyttet: ${nameOf(first)}`)).toBeVisible()
    await expect(pinboard(page)).toBeHidden()
    await expect(block(page, first)).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(toast(page, `Angret: ${nameOf(first)} har igjen time`)).toBeVisible()
  })

  await test.step('holds what the card shows, though it lies in another week', async () => {
    await expect(block(page, first)).toBeHidden()
    await page.keyboard.press('h')
    await expect(pinboard(page)).toContainText(nameOf(first))
    await page.getByRole('button', { name: `Ta ${nameOf(first)} av tavla` }).click()
    await expect(pinboard(page)).toBeHidden()
  })

  await test.step('shortens a booking with the arrow keys', async () => {
    await page.keyboard.press('ArrowLeft')
    await block(page, second).click()
    await block(page, second).press('Shift+ArrowUp')
    await page.keyboard.press('Enter')
    await expect(toast(page, `Endret lengde: ${nameOf(second)}`)).toBeVisible()
    expect(await lengthOf(page, second)).toBe(15)
  })

  await test.step('draws it out again with the mouse', async () => {
    const box = (await block(page, second).boundingBox())!
    await drag(page, [box.x + 40, box.y + box.height - 2], [box.x + 40, box.y + box.height + 11])
    await expect.poll(() => lengthOf(page, second)).toBe(20)
    // Until the page has heard of it too, nothing else can be taken hold of.
    await expect(page.getByTestId('ghost')).toBeHidden()
  })

  await test.step('drags a booking onto the pinboard and from there to another day', async () => {
    const from = (await block(page, second).boundingBox())!
    await page.mouse.move(from.x + 40, from.y + 10)
    await page.mouse.down()
    await page.mouse.move(from.x + 60, from.y + 30, { steps: 4 })
    const board = (await pinboard(page).boundingBox())!
    await page.mouse.move(board.x + 60, board.y + 15, { steps: 4 })
    await page.mouse.up()
    const held = pinboard(page)
      .getByRole('button', { name: nameOf(second) })
      .first()
    await expect(held).toBeVisible()
    const place = await freePlace(page, clinician!.id, first)
    const chip = (await held.boundingBox())!
    await drag(page, [chip.x + 50, chip.y + 10], [place.x, place.y])
    await expect(toast(page, `Flyttet: ${nameOf(second)}`)).toBeVisible()
    await expect(pinboard(page)).toBeHidden()
    expect((await callCore(page, 'appointments.get', { id: second.id })).date).toBe(place.date)
  })

  await test.step('opens a day from the month', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+M')
    const month = page.getByTestId('month-grid')
    await expect(month.getByRole('button', { name: /\d+ ledige/ }).first()).toBeVisible()
    await expectAccessible(page, 'month', 'main')
    await month
      .getByRole('button', { name: /\d+ ledige/ })
      .first()
      .focus()
    const date = (await page.locator(':focus').getAttribute('data-date')) ?? ''
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('day-grid')).toBeVisible()
    await expect(page.locator(`[data-date="${date}"][data-clinician]`).first()).toBeVisible()
  })

  await test.step('lists the coming appointments of one clinician', async () => {
    await page.keyboard.press('Shift+A')
    await expect(page.getByTestId('agenda-row').first()).toBeVisible()
    await page.keyboard.press('1')
    await page.getByRole('main').getByLabel('Status').selectOption({ label: 'Skal komme' })
    await expect(page.getByTestId('agenda-row').first()).toContainText(clinician!.name)
    await page.getByTestId('agenda-row').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: /^Pasientkort/ })).toBeVisible()
    await expectAccessible(page, 'agenda', 'main')
  })

  await test.step('finds free time on a weekday and books there', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+F')
    const search = page.getByRole('region', { name: 'Finn ledig tid' })
    await search.getByRole('button', { name: 'onsdag' }).click()
    await search.getByLabel('Når på dagen').selectOption({ label: 'Etter kl. 12' })
    await expect(search.getByRole('listitem').first()).toContainText(/ons\..*1[2-5]\.\d\d/)
    await expectAccessible(page, 'find free', 'aside')
    await search.getByLabel('Når på dagen').press('Enter')
    const booking = page.getByRole('region', { name: 'Ny time' })
    await expect(booking.getByLabel('Klokkeslett')).toHaveValue(/^1[2-5]\.\d\d$/)
    await expect(page.getByTestId('ghost')).toContainText('Ny time')
  })
})

async function todayOf(page: Page): Promise<{ today: string }> {
  const { date } = await callCore(page, 'waitingRoom.board', {})
  return { today: date }
}

async function lengthOf(page: Page, { id }: Appointment): Promise<number> {
  return (await callCore(page, 'appointments.get', { id })).durationMinutes
}

type Point = readonly [x: number, y: number]

async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(...from)
  await page.mouse.down()
  await page.mouse.move(to[0], to[1], { steps: 6 })
  await page.mouse.up()
}

/** A free quarter of an hour in the week that is shown, as a point of the window; `known` tells where the hours are. */
async function freePlace(
  page: Page,
  clinicianId: Appointment['clinicianId'],
  known: Appointment
): Promise<{ x: number; y: number; date: string }> {
  const slots = await callCore(page, 'appointments.findFree', {
    typeId: known.typeId,
    durationMinutes: 30,
    clinicianIds: [clinicianId],
    partOfDay: { fromMinute: 480, untilMinute: 720 },
    weekdays: [],
    from: known.date,
    fromMinute: null,
    until: null,
    movingId: null,
    limit: 20
  })
  const slot = slots.find(({ date }) => date !== known.date)!
  const fixed = (await block(page, known).boundingBox())!
  const column = page.locator(`[data-date="${slot.date}"][data-clinician="${clinicianId}"]`)
  const { x } = (await column.boundingBox())!
  const y = fixed.y + (minuteOf(slot.time) - minuteOf(known.time)) * 2.6
  // The pointer holds it five minutes below its start.
  return { x: x + 60, y: y + 5 * 2.6 + 2, date: slot.date }
}
