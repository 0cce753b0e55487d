import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { PatientId } from '@contract/ids'
import { addClinician, bookFor, register } from '../fixtures/arrange'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { findPatient, toast } from '../fixtures/steps'

const side = (page: Page) => page.getByRole('complementary', { name: 'Pasient' })

/** A Monday more than a week ahead that is no holiday, nor are the Mondays after it. */
function mondayAhead(): { iso: (weeks: number) => string; typed: string } {
  const first = new Date()
  first.setUTCHours(12, 0, 0, 0)
  do first.setUTCDate(first.getUTCDate() + 1)
  while (first.getUTCDay() !== 1)
  first.setUTCDate(first.getUTCDate() + 7)
  const iso = (weeks: number): string => {
    const date = new Date(first)
    date.setUTCDate(date.getUTCDate() + weeks * 7)
    return date.toISOString().slice(0, 10)
  }
  const [year, month, day] = iso(0).split('-')
  return { iso, typed: `${day}.${month}.${year}` }
}

const stateOf = async (page: Page, patientId: PatientId) => {
  const { appointments } = await callCore(page, 'appointments.forPatient', { patientId, limit: 20 })
  return appointments.map(({ date, time, status }) => `${date} ${time} ${status}`).sort()
}

test('a series from the booking form to its end, and the fees of who did not come', async ({ launch }) => {
  const { page, saveFolder } = await launch()
  await makeTrainingClinic(page)
  const clinician = await addClinician(page, 'Anne Lunde')
  const kari = await register(page, 'Nordmann', '412 34 567')
  const other = await register(page, 'Hansen', '412 34 568')
  const { iso, typed } = mondayAhead()
  await bookFor(page, {
    patientId: other.id,
    clinicianId: clinician.id,
    date: iso(1),
    time: '10:00'
  })
  const form = side(page).getByRole('region', { name: 'Ny time' })

  await test.step('shows every occurrence beforehand, with what is wrong', async () => {
    await findPatient(page, 'nordmann', 'Test Nordmann')
    await page.keyboard.press('b')
    await expect(form.getByRole('button', { name: /^Bestill time/ })).toBeFocused()
    await form.getByLabel('Dato').fill(typed)
    await form.getByLabel('Dato').press('Tab')
    await form.getByLabel('Klokkeslett').fill('10.00')
    await form.getByLabel('Klokkeslett').press('Tab')
    await form.getByLabel('Gjenta timen').check()
    await form.getByLabel('Antall timer').fill('4')
    const list = form.getByRole('region', { name: 'Timene i serien' })
    await expect(list.getByRole('listitem')).toHaveCount(4)
    await expect(list.getByRole('listitem').nth(1)).toContainText('tatt')
    await expect(list.getByRole('status')).toContainText('1 time må')
    await expect(form.getByRole('button', { name: /^Bestill 4 timer/ })).toBeDisabled()
    await expectAccessible(page, 'series form', 'aside')
  })

  await test.step('one is put elsewhere, one skipped, and the others are booked together', async () => {
    const list = form.getByRole('region', { name: 'Timene i serien' })
    await list.getByRole('button', { name: /^Flytt .* til .*10\.20/ }).click()
    await expect(list.getByRole('listitem').nth(1)).toContainText('10.20')
    await list
      .getByRole('button', { name: /^Hopp over/ })
      .nth(2)
      .click()
    await form.getByRole('button', { name: /^Bestill 3 timer/ }).click()
    await expect(toast(page, '3 timer i en serie')).toBeVisible()
    expect(await stateOf(page, kari.id)).toEqual([
      `${iso(0)} 10:00 booked`,
      `${iso(1)} 10:20 booked`,
      `${iso(3)} 10:00 booked`
    ])
  })

  await test.step('Ctrl+Z on another page takes the whole booking back, and again it is booked', async () => {
    await page.evaluate(() => void (location.hash = '/patients'))
    await expect(page.getByRole('heading', { name: 'Pasienter' })).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(toast(page, 'Angret')).toBeVisible()
    expect(await stateOf(page, kari.id)).toEqual([])
    await callCore(page, 'series.book', {
      patientId: kari.id,
      typeId: (await callCore(page, 'appointmentTypes.list', {}))[0]!.id,
      durationMinutes: 20,
      note: '',
      recurrence: { rhythm: 'weeks', every: 1, end: { kind: 'count', count: 4 } },
      confirmation: 'first',
      places: [0, 2, 3].map((week) => ({
        clinicianId: clinician.id,
        date: iso(week),
        time: '10:00',
        isOverbooking: false
      }))
    })
  })

  await test.step('the appointment says which of how many, and this and the next are moved', async () => {
    const card = await findPatient(page, 'nordmann', 'Test Nordmann')
    await card
      .getByRole('button', { name: /^Notat og historikk for timen/ })
      .nth(1)
      .click()
    const panel = side(page).getByRole('region', { name: 'Nordmann, Test' })
    await expect(panel.getByRole('region', { name: 'Serie' })).toContainText('2 av 3')
    await panel.getByRole('button', { name: 'Endre eller flytt' }).click()
    const change = side(page).getByRole('region', { name: 'Endre timer i serien' })
    await change.getByLabel('Klokkeslett').fill('13.00')
    await change.getByLabel('Klokkeslett').press('Tab')
    await expectAccessible(page, 'series change', 'aside')
    await change.getByRole('button', { name: /^Endre 2 timer/ }).click()
    await expect(toast(page, 'Endret i serien')).toBeVisible()
    expect(await stateOf(page, kari.id)).toEqual([
      `${iso(0)} 10:00 booked`,
      `${iso(2)} 13:00 booked`,
      `${iso(3)} 13:00 booked`
    ])
  })

  await test.step('who cancelled late stands in the list of fees, is ticked off, saved and taken back', async () => {
    const { messaging } = await callCore(page, 'settings.get', {})
    await callCore(page, 'settings.save', {
      messaging: { ...messaging, cancelLimitHours: 168 },
      fees: { noShowMinor: 20_000, lateCancellationMinor: 15_000, exemptUnderAge: 16 }
    })
    const today = new Date().toISOString().slice(0, 10)
    const soon = await bookFor(page, {
      patientId: other.id,
      clinicianId: clinician.id,
      date: nextWeekday(today),
      time: '15:00'
    })
    const { id, version } = soon
    await callCore(page, 'appointments.cancel', { id, version, reason: 'patient', notifyPatient: false })
    await page.getByRole('navigation', { name: 'Hovedsider' }).getByRole('link', { name: 'Gebyrer' }).click()
    await page.getByLabel('Til og med').fill(`31.12.${Number(today.slice(0, 4)) + 1}`)
    await page.getByLabel('Til og med').press('Tab')
    const row = page.getByRole('row', { name: /Hansen, Test/ })
    await expect(row).toContainText('150,00 kr')
    await expectAccessible(page, 'fees')
    await page.getByRole('button', { name: /^Lagre som CSV/ }).click()
    await expect(toast(page, 'Listen er lagret')).toBeVisible()
    const [file] = readdirSync(saveFolder).filter((name) => name.startsWith('gebyrer'))
    expect(readFileSync(join(saveFolder, file ?? ''), 'utf8')).toContain(
      'Hansen, Test;Anne Lunde;sen avbestilling'
    )
    // Not `check`: the row leaves the list of what is open as soon as it is ticked.
    await row.getByRole('checkbox').click()
    await expect(page.getByText('Ingen åpne gebyrer i perioden')).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(row.getByRole('checkbox')).not.toBeChecked()
  })
})

/** Monday to Friday, at least a day ahead. */
function nextWeekday(today: string): string {
  const date = new Date(`${today}T12:00:00Z`)
  do date.setUTCDate(date.getUTCDate() + 1)
  while (date.getUTCDay() === 0 || date.getUTCDay() === 6)
  return date.toISOString().slice(0, 10)
}
