import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { expect, test } from '../fixtures/launch'
import { findPatient, patientCard, searchField, switchTo, toast } from '../fixtures/steps'

const panel = (page: Page, name: string) =>
  page.getByRole('complementary', { name: 'Pasient' }).getByRole('region', { name })

const choose = async (page: Page, tool: string) => {
  await page.keyboard.press('.')
  await page.getByRole('button', { name: tool }).click()
}

interface SavedFile {
  readonly name: string
  readonly mode: number
  /** The first four characters: what kind of file it is. */
  readonly head: string
}

/** What the desk saved, with who may read it. */
function savedFiles(folder: string): SavedFile[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:pdf|json)$/.test(name))
    .map((name) => {
      const file = join(folder, name)
      return { name, mode: statSync(file).mode & 0o777, head: readFileSync(file, 'latin1').slice(0, 4) }
    })
}

test('a confidential record asks why, and the patient gets the log and a copy of all that is held', async ({
  launch
}) => {
  const { page, saveFolder } = await launch({ data: 'demo' })
  await expect(page.getByTestId('appointment').first()).toBeVisible()
  const { hits } = await callCore(page, 'patients.list', { filter: 'all', cursor: null, limit: 40 })
  const hit = hits.find(({ isProtected, nationalNumber, mobile }) => !isProtected && nationalNumber && mobile)
  const name = `${hit?.givenName} ${hit?.familyName}`
  const number = hit?.nationalNumber ?? ''

  await test.step('the desk marks the record as confidential', async () => {
    await findPatient(page, number, name)
    await choose(page, 'Fortrolig journal …')
    await panel(page, 'Fortrolig journal')
      .getByRole('radio', { name: /Kjent person/ })
      .check()
    await expectAccessible(page, 'confidential record', 'aside')
    await page.getByRole('button', { name: 'Lagre', exact: true }).click()
    await expect(patientCard(page, name).getByText('Fortrolig journal')).toBeVisible()
  })

  await test.step('the next person finds a name and a birth date, and must say why', async () => {
    await switchTo(page, 'Marit Bakke')
    await page.getByRole('link', { name: 'I dag' }).click()
    await searchField(page).fill(number)
    const option = page.getByRole('option').filter({ hasText: 'Fortrolig' }).first()
    await expect(option).toBeVisible()
    await expect(option).not.toContainText(number.slice(6))
    await page.keyboard.press('Enter')
    await panel(page, 'Hvorfor åpnes journalen?').getByRole('button', { name: 'Svare på melding' }).click()
    await expect(patientCard(page, name)).toBeVisible()
  })

  await test.step('the log says so in plain words, and is given out as a PDF', async () => {
    await page.keyboard.press('g')
    const log = page.getByRole('dialog')
    await expect(
      log.getByRole('row', { name: /Marit Bakke \(leder\) Åpnet journalkortet Svare på melding/ })
    ).toBeVisible()
    await log.getByRole('button', { name: 'Lagre PDF' }).click()
    await expect(toast(page, 'Kopien er lagret')).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('all that is held is saved, to read and as FHIR', async () => {
    await choose(page, 'Innsynskopi av alt vi har …')
    await expectAccessible(page, 'copy of the record', 'aside')
    const form = panel(page, 'Innsynskopi')
    await form.getByRole('button', { name: 'Lagre JSON (FHIR)' }).click()
    await expect(form.getByRole('button', { name: 'Lagre PDF' })).not.toHaveAttribute('aria-busy')
    await form.getByRole('button', { name: 'Lagre PDF' }).click()
    await expect(form.getByRole('button', { name: 'Lagre PDF' })).not.toHaveAttribute('aria-busy')
  })

  await test.step('a deletion says what goes and what stays, and the manager sees what stood out', async () => {
    await page.keyboard.press('Escape')
    await expect(patientCard(page, name)).toBeVisible()
    await choose(page, 'Slett opplysningene …')
    const form = panel(page, 'Slett opplysningene om pasienten')
    await expect(form.getByText('pasientjournalloven § 22')).toBeVisible()
    await expectAccessible(page, 'deletion', 'aside')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Rapporter' }).click()
    await page.getByRole('button', { name: 'Uvanlige oppslag' }).click()
    await expect(page.getByRole('heading', { name: 'Uvanlige oppslag', level: 1 })).toBeVisible()
    await expectAccessible(page, 'unusual access')
  })

  const saved = savedFiles(saveFolder)
  expect(saved.filter(({ name: file }) => file.endsWith('.pdf')).map(({ head }) => head)).toEqual([
    '%PDF',
    '%PDF'
  ])
  expect(saved.map(({ mode }) => mode)).toEqual(saved.map(() => 0o600))
  const bundle = JSON.parse(
    readFileSync(join(saveFolder, saved.find(({ name: file }) => file.endsWith('.json'))?.name ?? ''), 'utf8')
  )
  expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'collection' })
  expect(JSON.stringify(bundle)).toContain(number)
})
