import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fhirBundle, fhirChild, fhirParent, fhirPatient } from '../../builders/fhir'
import { expectAccessible } from '../fixtures/axe'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { findPatient, toast } from '../fixtures/steps'

const WRONG = { identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '17858710237' }] }

test('a FHIR bundle is tried and taken in, a list goes out, and a label is printed', async ({ launch }) => {
  const { page, saveFolder } = await launch()
  await makeTrainingClinic(page)
  await page.getByRole('link', { name: 'Pasienter' }).click()
  const tools = page.getByRole('navigation', { name: 'Arbeid med pasientlisten' })

  await test.step('the bundle is tried: one entry is refused with its reason, and nothing is written', async () => {
    await tools.getByRole('link', { name: 'Importer liste' }).click()
    await page.locator('input[type="file"]').setInputFiles({
      name: 'fra-forrige.json',
      mimeType: 'application/fhir+json',
      buffer: Buffer.from(
        fhirBundle(
          fhirPatient(),
          fhirChild(),
          fhirParent('urn:uuid:nora', '17858710227', { id: 'r1' }),
          fhirPatient({ id: 'feil', ...WRONG })
        )
      )
    })
    await expect(page.getByText('3 pasienter · FHIR R4 Bundle')).toBeVisible()
    await page.getByRole('button', { name: 'Prøvekjør' }).click()
    await expect(page.getByText(/^Prøvekjøring: ingenting er lagret/)).toBeVisible()
    await expect(page.getByText('Nummeret er ikke gyldig.')).toBeVisible()
    await expect(page.getByText('urn:uuid:feil')).toBeVisible()
    await expectAccessible(page, 'import: dry run', 'main')
  })

  await test.step('the import does what the try said', async () => {
    await page.getByRole('button', { name: /^Importer 2 rader/ }).click()
    await expect(page.getByRole('button', { name: 'Til pasientlisten' })).toBeVisible()
    await expect(page.getByRole('radio', { name: 'Avvist (1)' })).toBeVisible()
    await page.getByRole('button', { name: 'Til pasientlisten' }).click()
  })

  await test.step('a list goes out to a file for this user alone', async () => {
    await tools.getByRole('link', { name: 'Eksporter' }).click()
    await expect(page.getByText('2 pasienter', { exact: true })).toBeVisible()
    await expectAccessible(page, 'export', 'main')
    await page.getByLabel('Navn på valget').fill('Til revisor')
    await page.getByRole('button', { name: 'Lagre valget' }).click()
    await page.getByRole('button', { name: /^Eksporter til fil/ }).click()
    await expect(page.getByText('2 pasienter er skrevet til filen.')).toBeVisible()
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(new Date())
    const file = join(saveFolder, `pasienter-${today}.csv`)
    const [heading, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\r\n')
    expect(heading).toContain('Fødselsnummer;Etternavn;Fornavn')
    expect(rows.map((row) => row.split(';')[1]).sort()).toEqual(['Nordmann', 'Nordmann'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  await test.step('a label is printed from the card, and the patient is saved as a contact', async () => {
    const card = await findPatient(page, 'Nordmann Kari', 'Kari Anne Nordmann')
    await expect(card).toBeVisible()
    await page.keyboard.press('.')
    await page.getByRole('button', { name: 'Etikett …' }).click()
    const form = page.getByRole('region', { name: 'Etikett' })
    await expect(form.getByText('f. 17.05.1987 · 17858710227')).toBeVisible()
    await expectAccessible(page, 'label', 'aside')
    await form.getByRole('button', { name: /^Skriv ut/ }).click()
    await expect(form).toBeHidden()
    expect(readFileSync(join(saveFolder, 'print.pdf'), 'latin1')).toMatch(/^%PDF-[^]*\/Count 1\b/)
    await page.keyboard.press('.')
    await page.getByRole('button', { name: /^Lagre som kontakt/ }).click()
    await expect(toast(page, 'Kontakten er lagret')).toBeVisible()
    expect(readFileSync(join(saveFolder, 'Nordmann Kari Anne.vcf'), 'utf8')).toContain(
      'FN:Kari Anne Nordmann'
    )
  })

  await test.step('labels of a day are asked for by name of the day', async () => {
    await page.getByRole('link', { name: 'Pasienter' }).click()
    await tools.getByRole('link', { name: 'Etiketter' }).click()
    await page.getByRole('button', { name: /^Vis pasientene/ }).click()
    await expect(page.getByText('Ingen er ventet denne dagen.')).toBeVisible()
    await expectAccessible(page, 'labels', 'main')
  })
})
