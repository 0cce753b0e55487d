import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic, PASSWORD } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { findPatient, toast } from '../fixtures/steps'

/** Syllables that stand in no program and no list of names. */
const PLANTED = { given: 'Qvaxine', family: 'Zyrklebøen', mobile: '92345678', secret: 'Vombatgrønn avtale' }

test('nothing of a patient stands in any file, a window title or the page’s own storage', async ({
  launch
}) => {
  const desk = await launch()
  const { page, dataFolder } = desk
  const name = `${PLANTED.given} ${PLANTED.family}`
  await makeTrainingClinic(page, { kind: 'simulated' })

  await test.step('she is imported, found, edited, texted, answers, and a call about her fails', async () => {
    await page.getByRole('link', { name: 'Pasienter' }).click()
    await page.getByRole('link', { name: 'Importer liste' }).click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Velg fil …' }).click()
    const rows = `Etternavn;Fornavn;Født;Mobil;SMS-samtykke\n${PLANTED.family};${PLANTED.given};01.02.1960;${PLANTED.mobile};Ja\n`
    const list = { name: `${PLANTED.family}.csv`, mimeType: 'text/csv', buffer: Buffer.from(rows) }
    await (await chooser).setFiles(list)
    await page.getByRole('button', { name: 'Importer 1 rad' }).click()
    await page.getByRole('button', { name: 'Til pasientlisten' }).click()
    const card = await findPatient(page, name, name)
    await page.getByRole('heading', { level: 1 }).first().click()
    await page.keyboard.press('s')
    await page.getByLabel(/^Tekst \(pasientens språk/).fill(PLANTED.secret)
    await page.keyboard.press('Control+Enter')
    await expect(toast(page, 'er på vei')).toBeVisible()
    await card.getByRole('button', { name: 'øv: svar' }).click()
    await page.getByLabel('Pasienten svarer (øving)').fill(PLANTED.secret)
    await page.keyboard.press('Enter')
    await expect(card.getByText(`«${PLANTED.secret}»`)).toBeVisible()
    const refused = page.evaluate<unknown>(
      `window.skranke.call('patients.update', { id: '${name}', draft: { note: '${PLANTED.secret}' } }).catch((error) => error.code)`
    )
    expect(await refused).toBe('invalid-input')
  })

  await test.step('the core is killed, the desk locked, a backup made', async () => {
    expect(await page.title()).toBe('Skranke')
    process.kill((await desk.corePid()) ?? 0, 'SIGKILL')
    const password = page.getByLabel('Passord')
    await expect(password).toBeVisible()
    expect(filesWith(dataFolder)).toEqual([])
    await password.fill(PASSWORD)
    await page.keyboard.press('Enter')
    await findPatient(page, name, name)
    expect(await callCore(page, 'backup.now', {})).toMatchObject({ isVerified: true, error: null })
    await page.keyboard.press('Control+l')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Skjermen er låst')
    expect(await page.content()).not.toContain(PLANTED.family)
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
      PLANTED.family
    )
  })

  await test.step('and no file of the data folder, of the profile or of a log holds any of it', async () => {
    expect(filesWith(dataFolder)).toEqual([])
    await desk.close()
    expect(filesWith(dataFolder)).toEqual([])
  })
})

/** Files, by name or content, that hold a planted word in any encoding a program would write. */
function filesWith(folder: string): string[] {
  const encodings = ['utf8', 'latin1', 'utf16le'] as const
  const words = Object.values(PLANTED).flatMap((word) =>
    encodings.map((encoding) => Buffer.from(word, encoding))
  )
  return filesIn(folder).filter((path) => {
    const bytes = readFileSync(path)
    return path.includes(PLANTED.family) || words.some((word) => bytes.includes(word))
  })
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(path)
    // Sockets and the profile's lock are links and pipes, not files.
    return entry.isFile() && statSync(path).isFile() ? [path] : []
  })
}
