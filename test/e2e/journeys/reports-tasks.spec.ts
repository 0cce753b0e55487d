import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { MANAGER } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { makeSmall } from '../fixtures/pages'
import { patientCard, switchTo, toast } from '../fixtures/steps'

test('tasks are written, taken on and done by key; the manager looks behind a number and takes it along', async ({
  launch
}) => {
  test.setTimeout(120_000)
  const desk = await launch({ data: 'demo' })
  const { page } = desk
  await expect(page.getByRole('navigation', { name: 'Hovedsider' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await makeSmall(desk)
  const list = page.getByRole('grid', { name: 'Oppgaver ved skranken' })
  const written = list.getByRole('row').filter({ hasText: 'Bestill flere hansker' })

  await test.step('a task is written with the keyboard alone', async () => {
    await page
      .getByRole('navigation', { name: 'Hovedsider' })
      .getByRole('link', { name: /^Oppgaver/ })
      .click()
    await expect(list.getByRole('row').filter({ hasText: 'epikrisen' })).toBeVisible()
    await page.keyboard.press('y')
    await expect(page.getByLabel('Hva skal gjøres?')).toBeFocused()
    await page.keyboard.type('Bestill flere hansker')
    await expect(page.getByLabel('Frist', { exact: true })).not.toHaveValue('')
    await expectAccessible(page, 'tasks')
    await page.getByLabel('Hva skal gjøres?').press('Enter')
    await expect(written).toBeVisible()
  })

  await test.step('it is taken on, done and taken back', async () => {
    await written.click()
    await page.keyboard.press('i')
    await expect(written).toContainText('Randi Berg')
    await page.keyboard.press('d')
    await expect(written).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect(written).toBeVisible()
  })

  await test.step('a key leads from a task to its patient', async () => {
    const other = list.getByRole('row').filter({ hasText: 'Ring om prøvesvaret' })
    const name = (await other.getByRole('gridcell').nth(3).locator('b').textContent()) ?? ''
    await other.click()
    await page.keyboard.press('Enter')
    await expect(patientCard(page, name)).toBeVisible()
  })

  await test.step('a video visit shows how far its link has come', async () => {
    const [visit] = await callCore(page, 'video.today', {})
    expect(visit?.link).toMatch(/^https:\/\/video\.example\.org\/[\w-]{22}$/)
  })

  await test.step('the manager begins the day with the reports', async () => {
    await switchTo(page, MANAGER)
    const attendance = page.getByRole('region', { name: 'Oppmøte' })
    await expect(attendance.getByRole('img', { name: /^Diagram: Oppmøte/ })).toBeVisible()
    await expect(attendance.getByText('Ikke møtt ÷ (møtt + ikke møtt).')).toBeVisible()
    await expectAccessible(page, 'reports')
    await page.getByRole('button', { name: 'Lagre CSV: Oppmøte' }).click()
    await expect(toast(page, 'Rapporten er lagret')).toBeVisible()
    const file = readdirSync(desk.saveFolder).find((name) => name.startsWith('Oppmøte')) ?? ''
    expect(readFileSync(join(desk.saveFolder, file), 'utf8')).toContain('Ikke møtt ÷ (møtt + ikke møtt).')
  })

  await test.step('behind a number are its appointments, and behind one of them its patient', async () => {
    await page.getByRole('button', { name: /^Ikke møtt: .* Vis radene bak$/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Ikke møtt' })
    const first = dialog.getByRole('row').nth(1).getByRole('button')
    const name = (await first.textContent())?.trim() ?? ''
    await first.click()
    await expect(patientCard(page, name)).toBeVisible()
  })

  await test.step('a period without anything says so', async () => {
    await page.getByLabel('Fra og med').fill('2019-01-01')
    await page.getByLabel('Til og med').fill('2019-01-31')
    await page.getByLabel('Til og med').press('Enter')
    await expect(page.getByText('Ingenting ennå i denne perioden.').first()).toBeVisible()
    await expect(page.locator('main')).not.toContainText('NaN')
  })

  await test.step('the day list of a clinician is printed', async () => {
    await page.getByRole('button', { name: 'Dagsliste …' }).click()
    const dialog = page.getByRole('dialog', { name: 'Dagsliste …' })
    await dialog.getByRole('button', { name: 'Skriv ut' }).click()
    await expect(dialog).toBeHidden()
    expect(existsSync(join(desk.saveFolder, 'print.pdf'))).toBe(true)
  })
})
