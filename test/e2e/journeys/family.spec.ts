import type { Page } from '@playwright/test'
import { addClinician, bookFor, register, sentTo } from '../fixtures/arrange'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic, PASSWORD } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { findPatient, patientCard, toast, typePassword } from '../fixtures/steps'

const side = (page: Page) => page.getByRole('complementary', { name: 'Pasient' })

/** Thursday afternoon; Emma decides alone from Friday. */
const THE_DAY_BEFORE = '2026-12-03T13:00:00Z'
const THE_BIRTHDAY = '2026-12-04T07:30:00Z'

test('a parent books for a child, and from the sixteenth birthday the child decides alone', async ({
  launch
}) => {
  test.setTimeout(120_000)
  const folder = test.info().outputPath('clinic')
  const first = await launch({ data: { folder }, environment: { SKRANKE_NOW: THE_DAY_BEFORE } })
  await makeTrainingClinic(first.page)
  const { id: clinicianId } = await addClinician(first.page, 'Anne Lunde')
  const mother = await register(first.page, 'Nordmann', '412 34 567', { givenName: 'Kari' })
  const born = { Emma: '2010-12-04', Ida: '2019-01-10' }
  const [emma] = await Promise.all(
    Object.entries(born).map(async ([givenName, birthDate]) => {
      const child = await register(first.page, 'Nordmann', null, { givenName, birthDate })
      const guardian = { guardianPatientId: mother.id, kind: 'parent', carriesMessages: true } as const
      return await callCore(first.page, 'patients.addGuardian', { childId: child.id, ...guardian })
    })
  )
  if (!emma) throw new Error('Two children were registered.')

  await test.step('from the mother’s card, one key for the booking and one for the child', async () => {
    const { page } = first
    await findPatient(page, 'kari nordmann', 'Kari Nordmann')
    await page.keyboard.press('Shift+B')
    await expect(side(page).getByRole('region', { name: 'Bestill for barn' })).toContainText('Ida Nordmann')
    await page.keyboard.press('1')
    const booking = side(page).getByRole('region', { name: 'Ny time' })
    await expect(booking).toContainText('Nordmann, Emma')
    await expect(booking).toContainText('Beskjed om timen går til Kari Nordmann (Foresatt)')
    await expect(booking.getByRole('button', { name: 'Bestill time' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(toast(page, /Angre/)).toBeVisible()
    await bookFor(page, { patientId: emma.id, clinicianId, date: '2026-12-11', time: '10:00' })
    const waiting = await sentTo(page, emma)
    expect(new Set(waiting.map(({ recipient }) => recipient))).toEqual(new Set(['412 34 567']))
  })

  await test.step('the other way, the child’s card leads to the mother', async () => {
    const { page } = first
    await page.keyboard.press('p')
    const family = side(page).getByRole('region', { name: 'Familien til Emma Nordmann' })
    await expect(family.getByRole('radio', { name: 'Videolenke: Kari Nordmann' })).toBeChecked()
    await page.keyboard.press('1')
    await expect(patientCard(page, 'Kari Nordmann')).toBeVisible()
  })

  await first.close()
  const { page } = await launch({ data: { folder }, environment: { SKRANKE_NOW: THE_BIRTHDAY } })
  await typePassword(page, PASSWORD)

  await test.step('the next morning nothing about her waits for the mother any more, and the desk is asked', async () => {
    await page.getByRole('link', { name: 'Oppgaver' }).click()
    const task = page.getByRole('row').filter({ hasText: 'Bestemmer selv' })
    await expect(task).toContainText('Emma Nordmann')
    const waiting = (await sentTo(page, emma)).filter(({ state }) => state === 'queued')
    expect(new Set(waiting.map(({ recipient, reason }) => `${recipient} ${reason}`))).toEqual(
      new Set([' mobile-missing'])
    )
    const { children } = await callCore(page, 'patients.open', { id: mother.id, reason: null })
    expect(children.map(({ name }) => name)).toEqual(['Ida Nordmann'])
  })

  await test.step('her own number is noted, the messages go there, and the task is done', async () => {
    const card = await findPatient(page, 'emma nordmann', 'Emma Nordmann')
    await page.keyboard.press('e')
    await side(page).getByLabel('Mobil').fill('412 34 569')
    await page.keyboard.press('Control+Enter')
    await expect(card).toContainText('412 34 569')
    await page.keyboard.press('v')
    await expect(toast(page, 'er bekreftet')).toBeVisible()
    const waiting = (await sentTo(page, emma)).filter(({ state }) => state === 'queued')
    expect(new Set(waiting.map(({ recipient }) => recipient))).toEqual(new Set(['412 34 569']))
    await page.getByRole('row').filter({ hasText: 'Bestemmer selv' }).click()
    await page.keyboard.press('d')
    await expect(page.getByRole('row').filter({ hasText: 'Bestemmer selv' })).toHaveCount(0)
  })
})
