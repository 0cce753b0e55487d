import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import expected from '../../data/patients-import.expected.json' with { type: 'json' }
import words from '../../../src-renderer/locales/nb/imports.json' with { type: 'json' }
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect, test, type Desk } from '../fixtures/launch'
import { toast } from '../fixtures/steps'

const SAMPLE = join(ROOT, 'test', 'data', 'patients-import.csv')
const IMPORTED = expected.filter(({ outcome }) => !outcome.startsWith('refused:')).length

const outcomes = (kind: 'refused' | 'warned') =>
  expected
    .filter(({ outcome }) => outcome.startsWith(`${kind}:`))
    .map(({ line, outcome }) => ({ line, code: outcome.slice(kind.length + 1) }))

/** What the list says of a line: `linje 9 Nummeret er ikke gyldig.` */
const sentences = (kind: 'refused' | 'warned') => {
  const reasons: Record<string, string> = words.issue
  return outcomes(kind).map(({ line, code }) => `linje ${line} ${reasons[code] ?? code}`)
}

async function openImport(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Pasienter' }).click()
  await page.getByRole('link', { name: 'Importer liste' }).click()
}

/** Through the file dialog, as a person chooses. */
async function choose(page: Page, file: string | { name: string; buffer: Buffer }): Promise<void> {
  const dialog = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Velg fil …' }).click()
  const chosen = typeof file === 'string' ? file : { ...file, mimeType: 'text/csv' }
  await (await dialog).setFiles(chosen)
}

const runButton = (page: Page) => page.getByRole('button', { name: /^Importer \d+ rad/ })
const failure = (page: Page) => page.getByRole('main').getByRole('alert')

/** The numbers of the result, by their words. */
async function counts(page: Page): Promise<Record<string, number>> {
  await expect(page.getByRole('button', { name: 'Til pasientlisten' })).toBeVisible()
  const terms = await page.getByRole('main').getByRole('term').allInnerTexts()
  const numbers = await page.getByRole('main').getByRole('definition').allInnerTexts()
  return Object.fromEntries(terms.map((term, index) => [term, Number(numbers[index])]))
}

/** Everything a list that draws only what is in sight holds, read from top to bottom, once it holds so many. */
async function wholeList(list: Locator, total: number): Promise<string[]> {
  const items = list.getByRole('listitem')
  await expect(items.first()).toHaveAttribute('aria-setsize', String(total))
  const found = new Map<number, string>()
  // All of them at one moment: one by one, some are gone before their turn comes.
  const read = async () => {
    const seen = await items.evaluateAll((elements) =>
      elements.map(
        (element) =>
          [Number(element.getAttribute('aria-posinset')), (element as HTMLElement).innerText] as const
      )
    )
    for (const [place, text] of seen) found.set(place, text.replace(/\s+/g, ' ').trim())
  }
  await read()
  while (found.size < total) {
    const last = Math.max(...found.keys())
    await list.evaluate((element) => element.scrollBy(0, element.clientHeight))
    await expect.poll(async () => (await read(), Math.max(...found.keys()))).toBeGreaterThan(last)
  }
  return [...found].sort(([first], [second]) => first - second).map(([, text]) => text)
}

test.describe('importing the patient list', () => {
  let desk: Desk
  test.beforeEach(async ({ launch }) => {
    desk = await launch()
    await makeTrainingClinic(desk.page)
    await openImport(desk.page)
  })

  test('reads the sample as it must be read, and a second time changes nothing', async () => {
    const { page } = desk
    await test.step('what each column means is guessed, and what would become of the rows is shown', async () => {
      await choose(page, SAMPLE)
      const meanings = {
        Fødselsnr: 'Fødselsnummer',
        Etternavn: 'Etternavn',
        Født: 'Fødselsdato',
        Mobil: 'Mobil'
      }
      const others = { 'Foresatt fnr': 'Foresattes nummer', Kode: 'Adressekode', Fastlege: 'Fastlege' }
      for (const [heading, meaning] of Object.entries({ ...meanings, ...others })) {
        const select = page.getByLabel(`Hva «${heading}» betyr`)
        await expect(select.locator('option:checked')).toHaveText(meaning)
      }
      await expect(page.getByText('500 linjer · UTF-8 · skilletegn ;')).toBeVisible()
      await expect(page.getByText('36 avvises')).toBeVisible()
      const preview = page.getByRole('region', { name: 'De første radene' })
      await expect(preview.getByRole('row', { name: /^9 avvises Nummeret er ikke gyldig\./ })).toBeVisible()
    })

    await test.step('the result tells every line that was refused or noted, and why', async () => {
      await runButton(page).click()
      expect(await counts(page)).toEqual({
        Nye: IMPORTED,
        Endret: 0,
        Uendret: 0,
        Avvist: outcomes('refused').length,
        'Med merknad': outcomes('warned').length
      })
      const issues = page.getByRole('region', { name: 'Linjer å se på' })
      expect(await wholeList(issues, sentences('refused').length)).toEqual(sentences('refused'))
      await page.getByRole('radio', { name: /^Med merknad/ }).click()
      expect(await wholeList(issues, sentences('warned').length)).toEqual(sentences('warned'))
    })

    await test.step('what was refused is saved as a file, with line and reason', async () => {
      await page.getByRole('button', { name: 'Lagre avviste linjer som fil …' }).click()
      const said = await toast(page, /er lagret$/).innerText()
      const name = /(\S+) er lagret/.exec(said)?.[1] ?? ''
      const [, ...lines] = readFileSync(join(desk.saveFolder, name), 'utf8').trimEnd().split('\r\n')
      const saved = lines.map((line) => /;(\d+);([\w-]+);[^;]+$/.exec(line)?.slice(1))
      expect(saved).toEqual(outcomes('refused').map(({ line, code }) => [String(line), code]))
    })

    await test.step('a second time changes nothing', async () => {
      const before = await callCore(page, 'patients.list', { filter: 'all', cursor: null, limit: 1 })
      await page.getByRole('button', { name: 'Importer en fil til' }).click()
      await choose(page, SAMPLE)
      await runButton(page).click()
      expect(await counts(page)).toMatchObject({ Nye: 0, Endret: 0, Uendret: IMPORTED })
      const after = await callCore(page, 'patients.list', { filter: 'all', cursor: null, limit: 1 })
      expect(after.total).toBe(before.total)
    })

    await test.step('and those who came in are found', async () => {
      await page.getByRole('button', { name: 'Til pasientlisten' }).click()
      await page.getByRole('combobox', { name: /^Søk pasient/ }).fill('Sørlie Emma')
      await expect(page.getByRole('option', { name: /Sørlie.*Emma/ }).first()).toBeVisible()
    })
  })

  test('answers a file that is no list with a sentence, and loses nothing', async () => {
    const { page } = desk
    const patients = async () =>
      (await callCore(page, 'patients.list', { filter: 'all', cursor: null, limit: 1 })).total

    await test.step('an empty file', async () => {
      await choose(page, { name: 'tom.csv', buffer: Buffer.alloc(0) })
      await expect(failure(page)).toContainText('tom.csv er tom. Ingenting er endret; velg en annen fil.')
    })

    await test.step('headings without rows', async () => {
      await choose(page, { name: 'overskrifter.csv', buffer: Buffer.from('Etternavn;Fornavn\r\n') })
      await expect(failure(page)).toContainText('Filen har bare overskrifter. Ingenting er endret')
    })

    await test.step('two megabytes of noise', async () => {
      const noise = join(desk.saveFolder, 'støy.csv')
      writeFileSync(noise, noiseBytes(2_000_000))
      await choose(page, noise)
      await expect(failure(page)).toContainText('Filen er ikke en tekstfil. Ingenting er endret')
    })

    expect(await patients()).toBe(0)
  })

  test('imports what can be read of four malformed megabytes, while the desk goes on', async () => {
    test.setTimeout(240_000)
    const { page } = desk
    const file = join(desk.saveFolder, 'rotete.csv')
    writeFileSync(file, malformedRows(4_000_000))
    await choose(page, file)
    await expect(runButton(page)).toBeVisible({ timeout: 120_000 })
    await runButton(page).click()
    await expect(page.getByRole('progressbar')).toBeVisible()

    await test.step('other calls are answered and other pages opened meanwhile', async () => {
      await callCore(page, 'patients.search', { text: 'nordmann', limit: 5 })
      await expect(page.getByRole('progressbar')).toBeVisible()
      await page.getByRole('link', { name: 'Venterom' }).click()
      await expect(page.getByRole('heading', { name: 'Venterom' }).first()).toBeVisible()
      await openImport(page)
      await expect(page.getByRole('progressbar')).toBeVisible()
    })

    await test.step('ended on the way it says so and keeps what came in', async () => {
      await page.getByRole('button', { name: 'Avbryt' }).click()
      await expect(page.getByText(/Importen (er|ble) avbrutt/).first()).toBeVisible()
    })
  })

  test('reads a Latin-1 file with commas, every letter as it was', async () => {
    const { page } = desk
    const rows = 'Etternavn,Fornavn,Født,Mobil\nSjøåsæther,Þórður,01.02.1960,412 34 568\n'
    await choose(page, { name: 'latin.csv', buffer: Buffer.from(rows, 'latin1') })
    await expect(page.getByText('1 linje · Latin-1 (Windows) · skilletegn ,')).toBeVisible()
    await runButton(page).click()
    expect(await counts(page)).toMatchObject({ Nye: 1, Avvist: 0 })
    await page.getByRole('combobox', { name: /^Søk pasient/ }).fill('sjøåsæther')
    await expect(page.getByRole('option', { name: /Sjøåsæther.*Þórður/ })).toBeVisible()
  })
})

/** Bytes that are no text, the same each time. */
function noiseBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = 1
  for (let index = 0; index < length; index += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    bytes[index] = state >>> 16
  }
  return bytes
}

/** Good rows among quotation marks that never close, missing and surplus cells, and dates of no calendar. */
function malformedRows(length: number): Buffer {
  const kinds = [
    (row: number) => `Prøve${row};Ola;01.02.1960;41234567;`,
    (row: number) => `"Prøve${row};Ola;01.02.1960;41234567;`,
    (row: number) => `Prøve${row};Ola`,
    (row: number) => `Prøve${row};Ola;01.02.1960;41234567;a;b;c;d;e`,
    (row: number) => `Prøve${row};Ola;31.02.1960;nei;"a"b"c`
  ]
  const lines = ['Etternavn;Fornavn;Født;Mobil;Fastlege']
  for (let row = 0, size = 0; size < length; row += 1) {
    const line = kinds[row % kinds.length]?.(row) ?? ''
    size += line.length + 1
    lines.push(line)
  }
  return Buffer.from(lines.join('\n'))
}
