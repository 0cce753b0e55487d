import type { Page } from '@playwright/test'
import { patientDraft } from '../../builders/patient'
import { callCore } from '../fixtures/bridge'
import { addClinician, bookFor } from '../fixtures/arrange'
import { expectAccessible } from '../fixtures/axe'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { findPatient, searchField, toast } from '../fixtures/steps'

const FNR = '17858710227'
const D_NUMBER = '57858730165'

const compare = (page: Page) => page.getByRole('region', { name: 'Sammenligning' })
const undoing = (page: Page) => page.getByRole('region', { name: 'Angre sammenslåing' })

test('finds two records of one person, makes them one, and makes them two again later', async ({
  launch
}) => {
  const { page } = await launch()
  await makeTrainingClinic(page)
  const { id: clinicianId } = await addClinician(page, 'Anne Lunde')
  const draft = { birthDate: '1987-05-17', acceptsNumberWarning: false }
  const kept = await callCore(
    page,
    'patients.create',
    patientDraft({ ...draft, familyName: 'Christensen', nationalNumber: FNR, mobile: '412 34 567' })
  )
  const lost = await callCore(
    page,
    'patients.create',
    patientDraft({ ...draft, familyName: 'Kristensen', nationalNumber: D_NUMBER, mobile: '900 00 000' })
  )
  const place = { clinicianId, date: '2031-03-03' }
  await bookFor(page, { ...place, patientId: lost.id, time: '09:00' })

  await test.step('from the card of the one to both side by side', async () => {
    await findPatient(page, 'christensen', 'Kari Christensen')
    await page.keyboard.press('.')
    await page.getByRole('button', { name: 'Slå sammen med …' }).click()
    await page.getByRole('combobox', { name: 'Pasient', exact: true }).fill('kristensen')
    await expect(page.getByRole('option', { name: /Kristensen/ })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(compare(page)).toContainText('navnet høres likt ut')
    await expect(compare(page)).toContainText('Flyttes til Kari Christensen (kort 1): 1 time')
    const mobile = compare(page).getByRole('row', { name: /Mobilnummer/ })
    await expect(mobile.getByRole('img', { name: 'Ulikt' })).toBeVisible()
    await mobile.getByRole('radio', { name: /412 34 567/ }).focus()
    await page.keyboard.press('ArrowRight')
    await expect(mobile.getByRole('radio', { name: /900 00 000/ })).toBeChecked()
  })

  await test.step('one record, found by the numbers of both', async () => {
    await page.keyboard.press('Shift+S')
    await expect(toast(page, 'Kari Christensen består')).toBeVisible()
    await searchField(page).fill(D_NUMBER)
    await expect(page.getByRole('option', { name: /Christensen/ })).toContainText(/D-nummer/i)
    await page.keyboard.press('Escape')
    expect(await callCore(page, 'patients.open', { id: lost.id, reason: null })).toMatchObject({
      id: kept.id,
      mobile: { value: '+4790000000' }
    })
  })

  await test.step('two again, with what has happened since on the side it belongs to', async () => {
    await bookFor(page, { ...place, patientId: kept.id, time: '10:00' })
    await page.getByRole('radio', { name: 'Slått sammen' }).click()
    await expect(undoing(page)).toContainText('Tilbake til Kari Kristensen')
    await expect(undoing(page)).toContainText('1 time')
    await undoing(page)
      .getByRole('radio', { name: /^Time .* Kari Kristensen$/ })
      .check()
    await expectAccessible(page, 'undoing a merge')
    await page.keyboard.press('Shift+A')
    await expect(undoing(page)).toContainText('Kortene er to igjen.')
    const coming = async (patientId: typeof kept.id) =>
      (await callCore(page, 'appointments.forPatient', { patientId, limit: 10 })).appointments.length
    expect([await coming(kept.id), await coming(lost.id)]).toEqual([0, 2])
    await findPatient(page, 'kristensen', 'Kari Kristensen')
  })
})
