import type { Page } from '@playwright/test'
import { Temporal } from 'temporal-polyfill'
import { TIME_ZONE } from '../clinic'
import { timing } from '../desk-figures'
import { addTimers } from '../desk-page'
import { endDesk, signIn, startDesk } from '../desk-program'
import type { Row } from '../rows'
import type { SyncClinic } from './clinic'
import { Connected } from './connected'

const PATIENCE_MS = 60_000
const MOST_MS = 2_000

/**
 * The real program, with the calendar open on the day: from the moment the portal has told the patient that it is booked,
 * until the frame in which the desk shows it. Nobody at the desk does anything.
 */
export async function deskSees(clinic: SyncClinic, bookings: number): Promise<Row[]> {
  const both = await Connected.open(clinic, 'simulator')
  try {
    await both.call('portal.turnOn', {})
    await both.untilLoaded()
    await both.untilQuiet()
    await both.core.ask('close')
    await both.core.kill()
    const program = await startDesk(clinic.folder)
    try {
      await signIn(program)
      await addTimers(program.page)
      return [await bookedToPainted(both, program.page, bookings)]
    } finally {
      await endDesk(program)
    }
  } finally {
    await both.portal.kill()
  }
}

async function bookedToPainted({ portal }: Connected, page: Page, bookings: number): Promise<Row> {
  await page.waitForFunction(
    async () => (await Reflect.get(window, 'skranke').call('portal.status', {})).isListening,
    null,
    { timeout: PATIENCE_MS }
  )
  const found = await portal.ask('prepareBookings', bookings)
  if (found < bookings) throw new Error(`There are free places for ${found} patients only.`)
  const wall: number[] = []
  for (let index = 0; index < bookings; index += 1) {
    await show(page, await portal.ask('startOf', index))
    const painted = page.evaluate(async () => {
      const count = () => document.querySelectorAll('[data-testid=appointment]').length
      const before = count()
      const at = await window.skrankeBench.painted(
        '[data-testid=day-grid]',
        () => 0,
        () => count() > before
      )
      return performance.timeOrigin + at
    })
    const bookedAt = await portal.ask('bookOne', index)
    wall.push((await painted) - bookedAt)
  }
  return timing('booked at the portal, until it is painted in the calendar', wall, {
    of: 'p99',
    most: MOST_MS
  })
}

/** The day on which something starts, once its appointments are there: each has some. */
async function show(page: Page, start: string): Promise<void> {
  const date = Temporal.Instant.from(start).toZonedDateTimeISO(TIME_ZONE).toPlainDate().toString()
  await page.evaluate((wanted) => {
    const picker = document.querySelector<HTMLInputElement>('.picker input')
    if (!picker) throw new Error('There is no field for the date.')
    picker.value = wanted
    picker.dispatchEvent(new Event('change'))
  }, date)
  await page.locator(`[data-date="${date}"] [data-testid=appointment]`).first().waitFor()
}
