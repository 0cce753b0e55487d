import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { inRoot } from '../../../scripts/setup/paths.mjs'
import { makeClinic, MANAGER, PASSWORD } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { DEMO_PASSWORD, findPatient, signIn } from '../fixtures/steps'

const RECEPTIONIST = 'Randi Berg'
const CLINICIAN = 'Anne Lunde'

let folder: string
test.beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'skranke-sign-in-')), 'clinic')
})
test.afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

const copyDemo = () => cpSync(process.env['SKRANKE_TEST_DEMO'] ?? '', folder, { recursive: true })
const tile = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(name) })
const password = (page: Page) => page.getByLabel('Passord')
/** The windows of the demo clinic open signed in: the names come up when one leaves. */
const leave = (page: Page) => menu(page, 'Bytt bruker')
const title = (page: Page) => page.getByRole('heading', { level: 1 })

async function menu(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: /^Brukermeny/ }).click()
  await page.getByRole('button', { name: entry, exact: true }).click()
}

test('each role signs in to its own start page, with its own rights', async ({ launch }) => {
  const { page } = await launch({ data: 'demo' })
  const settings = ['Klinikken', 'Brukere', 'Meldingstekster', 'Modem', 'Sikkerhetskopi']

  await test.step('the demo clinic tells its password, and a wrong one is answered with a sentence', async () => {
    await leave(page)
    await expect(page.getByText(`Alle i demoklinikken har passordet ${DEMO_PASSWORD}.`)).toBeVisible()
    await tile(page, RECEPTIONIST).click()
    await password(page).fill('feil passord')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Passordet stemmer ikke. Sjekk Caps Lock og prøv igjen.')).toBeVisible()
    await expect(password(page)).toBeFocused()
  })

  await test.step('a receptionist begins on Today and sees no management', async () => {
    await password(page).fill(DEMO_PASSWORD)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/#\/today$/)
    await page.getByRole('link', { name: 'Oppsett' }).click()
    await expect(page.getByText('Passordet mitt').first()).toBeVisible()
    for (const section of settings)
      await expect(page.getByRole('main').getByText(section, { exact: true })).toHaveCount(0)
    const refused = await page.evaluate<unknown>(
      `window.skranke.call('users.list', {}).catch((error) => error.code)`
    )
    expect(refused).toBe('not-allowed')
  })

  await test.step('another person takes over in two keys and a password', async () => {
    await leave(page)
    await signIn(page, CLINICIAN)
    await expect(page).toHaveURL(/#\/my-day$/)
    await expect(page.getByRole('button', { name: `Brukermeny for ${CLINICIAN}` })).toBeVisible()
  })

  await test.step('a manager has the settings of the clinic', async () => {
    await leave(page)
    await signIn(page, MANAGER)
    await page.getByRole('link', { name: 'Oppsett' }).click()
    for (const section of settings)
      await expect(page.getByRole('main').getByText(section, { exact: true }).first()).toBeVisible()
  })
})

test('five wrong passwords make the sixth wait, and the desk counts down', async ({ launch }) => {
  const { page } = await launch({ data: 'demo' })
  await leave(page)
  await tile(page, RECEPTIONIST).click()
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await password(page).fill(`feil ${attempt}`)
    await page.keyboard.press('Enter')
    await expect(password(page)).toHaveValue('')
  }
  const waiting = page.getByText(/For mange feil passord\. Vent \d+ s og prøv igjen\.$/)
  await expect(waiting).toBeVisible()
  const seconds = async () => Number(/\d+/.exec(await waiting.innerText())?.[0])
  const first = await seconds()
  expect(first).toBeLessThanOrEqual(30)
  await expect.poll(seconds).toBeLessThan(first)
  await password(page).fill(DEMO_PASSWORD)
  await expect(page.getByRole('button', { name: 'Logg inn' })).toBeDisabled()
})

test('a locked desk shows nothing of a patient', async ({ launch }) => {
  const { page } = await launch({ data: 'demo' })
  await leave(page)
  await page.clock.install()
  await signIn(page, RECEPTIONIST)
  const { name, family } = await somebody(page)
  // The head names files by letters that may happen to be somebody's name.
  const names = async () => (await page.locator('body').innerHTML()).split(family).length - 1

  await test.step('locked with Ctrl+L', async () => {
    await findPatient(page, name, name)
    expect(await names()).toBeGreaterThan(0)
    await page.keyboard.press('Control+l')
    await expect(title(page)).toHaveText('Skjermen er låst')
    expect(await names()).toBe(0)
    expect(await page.title()).toBe('Skranke')
  })

  await test.step('opened by the one who locked it, who is back at the page', async () => {
    await password(page).fill(DEMO_PASSWORD)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/#\/today$/)
  })

  await test.step('locked by itself after ten minutes without a key or a movement', async () => {
    await findPatient(page, name, name)
    await page.clock.fastForward('08:00')
    await expect(page.getByText(/^Låser om \d min$/)).toBeVisible()
    await page.clock.fastForward('02:01')
    await expect(title(page)).toHaveText('Skjermen er låst')
    expect(await names()).toBe(0)
  })

  await test.step('opened by somebody else, who begins afresh', async () => {
    await page.getByRole('button', { name: 'En annen' }).click()
    await signIn(page, CLINICIAN)
    await expect(page.getByRole('region', { name: /^Pasientkort/ })).toHaveCount(0)
  })
})

/** A patient whose family name is nobody else's at the desk. */
async function somebody(page: Page): Promise<{ name: string; family: string }> {
  const answer = await page.evaluate<unknown>(
    `window.skranke.call('patients.list', { filter: 'all', cursor: null, limit: 50 }).then(({ hits }) =>
      hits.filter((hit) => !hit.isProtected).map((hit) => [hit.givenName + ' ' + hit.familyName, hit.familyName])[0])`
  )
  const [name, family] = answer as [string, string]
  return { name, family }
}

test('a PC without a keychain asks for the recovery key at each start', async ({ launch }) => {
  let groups: readonly string[] = []
  await test.step('a clinic is made, and its key is written nowhere', async () => {
    const { page, close } = await launch({ data: { folder } })
    groups = await makeClinic(page)
    await close()
  })

  const desk = await launch({ data: { folder } })
  const { page } = desk
  const field = page.getByLabel('Gjenopprettingsnøkkel')
  await test.step('the group that is mistyped is named, and nothing is lost', async () => {
    await expect(title(page)).toHaveText('Oppgi gjenopprettingsnøkkelen')
    await expect(page.getByText('PC-en har ingen nøkkel til dataene. De er trygge og urørt.')).toBeVisible()
    const third = groups[2] ?? ''
    const mistyped = third.startsWith('A') ? `B${third.slice(1)}` : `A${third.slice(1)}`
    await field.fill(groups.with(2, mistyped).join(' '))
    await page.keyboard.press('Enter')
    await expect(page.getByText(/Gruppe 3 i nøkkelen er skrevet feil\./)).toBeVisible()
    await field.fill(groups.slice(1).join(' '))
    await page.keyboard.press('Enter')
    await expect(page.getByText(/Gjenopprettingsnøkkelen har ikke riktig lengde\./)).toBeVisible()
  })

  await test.step('the right one opens it, pasted as it stands on the sheet', async () => {
    await field.fill(groups.join('\n').toLowerCase())
    await page.keyboard.press('Enter')
    await expect(password(page)).toBeVisible()
    await password(page).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/#\/reports$/)
  })

  await test.step('after a crash it is asked for again, and the page says why', async () => {
    process.kill((await desk.corePid()) ?? 0, 'SIGKILL')
    await expect(page.getByText(/^Programmet måtte startes på nytt/)).toBeVisible()
    await field.fill(groups.join('-'))
    await page.keyboard.press('Enter')
    await expect(password(page)).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Hovedsider' })).toHaveCount(0)
  })
})

test('a folder that another program holds is left to it, until it lets go', async ({ launch }) => {
  copyDemo()
  const holder = spawn(process.execPath, [
    inRoot('out', 'main', 'cli.cjs'),
    'serve',
    '--data',
    folder,
    '--json'
  ])
  const holds = new Promise((resolve) => holder.stderr.once('data', resolve))
  const ended = new Promise((resolve) => holder.once('exit', resolve))
  try {
    await holds
    const { page } = await launch({ data: { folder } })
    await expect(page.getByRole('alert')).toHaveText(
      /^Datamappen er i bruk av et annet program \(Skranke serve, prosess \d+\)\. Dataene er trygge\. Lukk det andre og prøv igjen\.$/
    )
    holder.kill('SIGTERM')
    await ended
    await page.getByRole('button', { name: 'Prøv igjen' }).click()
    await expect(tile(page, RECEPTIONIST)).toBeVisible()
  } finally {
    holder.kill('SIGKILL')
  }
})

test('data that cannot be opened are told apart in a sentence each, and left as they are', async ({
  launch
}) => {
  copyDemo()
  const file = join(folder, 'clinic.db')
  const whole = readFileSync(file)
  // One after the other says something else, so that each sentence is the answer to its own try.
  const faults = [
    { data: flipped(whole, 100), sentence: /^Datafilen er skadet\. Den er ikke rørt\./ },
    {
      data: Buffer.from('Timeliste 2026\n'.repeat(500)),
      sentence: /^Filen i datamappen er ikke en Skranke-database/
    },
    { data: whole.subarray(0, 300_000), sentence: /^Datafilen er skadet\. Den er ikke rørt\./ }
  ]
  const [first, ...others] = faults
  if (!first) throw new Error('There are no faults to try.')
  writeFileSync(file, first.data)
  const { page } = await launch({ data: { folder } })
  const sentence = page.getByRole('alert')
  await expect(title(page)).toHaveText('Dataene kan ikke åpnes')
  await expect(sentence).toHaveText(first.sentence)
  expect(sum(readFileSync(file))).toBe(sum(first.data))

  for (const fault of others) {
    writeFileSync(file, fault.data)
    await page.getByRole('button', { name: 'Prøv igjen' }).click()
    await expect(sentence).toHaveText(fault.sentence)
    expect(sum(readFileSync(file))).toBe(sum(fault.data))
  }

  writeFileSync(file, whole)
  await page.getByRole('button', { name: 'Prøv igjen' }).click()
  await expect(tile(page, RECEPTIONIST)).toBeVisible()
})

function flipped(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[place] = (copy[place] ?? 0) ^ 0xff
  return copy
}

const sum = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
