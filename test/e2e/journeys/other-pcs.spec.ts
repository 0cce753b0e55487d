import type { Browser, Locator, Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { MANAGER } from '../fixtures/clinics'
import { expect, test, type Desk } from '../fixtures/launch'
import { addressOf, checkInCode, freePort, openOtherPc, openPage } from '../fixtures/other-pc'
import { signIn, switchTo } from '../fixtures/steps'

const CLINICIAN = 'Anne Lunde'
const STALE = /Sist oppdatert \d\d\.\d\d – prøver igjen/

const rail = (page: Page): Locator => page.getByRole('navigation', { name: 'Hovedsider' })

async function toWaitingRoom(page: Page): Promise<void> {
  await rail(page)
    .getByRole('link', { name: /^Venterom/ })
    .click()
}

/** The manager opens the door to the loopback. */
async function openDoor(page: Page): Promise<string> {
  const port = await freePort()
  await switchTo(page, MANAGER)
  await rail(page).getByRole('link', { name: 'Oppsett' }).click()
  await page.getByRole('navigation', { name: 'Oppsett' }).getByRole('link', { name: 'Andre PC-er' }).click()
  await page.getByLabel('La andre PC-er komme inn').check()
  await page.getByLabel('Nettverkskort').selectOption({ label: 'lo · 127.0.0.1' })
  await page.getByLabel('Port').fill(String(port))
  await page.getByLabel('Hvor pasientene venter').fill('Venterom 2')
  await page.getByRole('button', { name: 'Lagre' }).click()
  const address = `https://127.0.0.1:${port}`
  await expect(page.getByText(address, { exact: true })).toBeVisible()
  await expect(page.getByRole('group', { name: 'Fingeravtrykk' })).toContainText(/^([0-9A-F]{4}\s*){16}$/)
  return address
}

async function signedIn(browser: Browser, address: string): Promise<Page> {
  const page = await openPage(browser, address)
  await signIn(page, CLINICIAN)
  await toWaitingRoom(page)
  return page
}

/** The first of those still expected today, as the desk knows them. */
async function expectedPatient({ page }: Desk) {
  const { date, expected } = await callCore(page, 'waitingRoom.board', {})
  const opened = await Promise.all(
    expected.map(async ({ id, patientId }) => ({
      id,
      patient: await callCore(page, 'patients.open', { id: patientId, reason: 'prøve' })
    }))
  )
  const found = opened.find(({ patient }) => patient.birthDate !== null)
  if (!found?.patient.birthDate) throw new Error('nobody with a birth date is expected')
  const { id, patient } = found
  const [year = '', month = '', day = ''] = found.patient.birthDate.split('-')
  return { id, date, birth: `${day}${month}${year}`, name: `${patient.familyName}, ${patient.givenName}` }
}

const column = (page: Page, name: RegExp): Locator => page.getByRole('main').getByRole('region', { name })

test('two browsers and the desk are in step, say when they are not, and come back by themselves', async ({
  launch
}) => {
  const browser = await openOtherPc()
  try {
    const desk = await launch({ data: 'demo' })
    const address = await openDoor(desk.page)
    await expectAccessible(desk.page, 'other PCs', 'main')
    const [one, two] = [await signedIn(browser, address), await signedIn(browser, address)]

    await test.step('they show the waiting room and the own calendar, and no more', async () => {
      await expect(rail(one).getByRole('link', { name: 'Meldinger' })).toHaveCount(0)
      await expect(rail(one).getByRole('link', { name: 'Pasienter' })).toHaveCount(0)
      await expect(one.getByRole('combobox', { name: /^Søk pasient/ })).toHaveCount(0)
      await expectAccessible(one, 'the waiting room on another PC')
    })

    const { id, name } = await expectedPatient(desk)
    await test.step('an arrival at the desk is seen on both', async () => {
      await callCore(desk.page, 'waitingRoom.arrive', { id })
      for (const page of [one, two]) await expect(column(page, /^Venter/)).toContainText(name)
    })

    await test.step('the manager sees both, and signs out one', async () => {
      const rows = desk.page.getByRole('table').getByRole('row', { name: CLINICIAN })
      await expect(rows).toHaveCount(2)
      await rows
        .last()
        .getByRole('button', { name: /Logg ut/ })
        .click()
      await expect(two.getByRole('main').getByRole('button', { name: CLINICIAN })).toBeVisible()
      await expect(rows).toHaveCount(1)
    })

    await test.step('a desk that is started again leaves a view that says it is stale, and true again', async () => {
      const { dataFolder } = desk
      await desk.close()
      await expect(one.getByText(STALE)).toBeVisible()
      await expect(column(one, /^Venter/)).toContainText(name)
      const again = await launch({ data: { folder: dataFolder } })
      await expect(one.getByText(STALE)).toHaveCount(0)
      await callCore(again.page, 'waitingRoom.leaveUnseen', { id })
      await expect(column(one, /^Venter/)).not.toContainText(name)
      await one.reload()
      await expect(rail(one)).toBeVisible()
    })

    await test.step('wrong passwords make the browser wait', async () => {
      // It comes back by itself after the desk's start, and would do so between two tries.
      await two.reload()
      await two.getByRole('main').getByRole('button', { name: CLINICIAN }).click()
      const password = two.getByLabel('Passord')
      for (let count = 0; count < 5; count += 1) {
        await password.fill('feil')
        await two.keyboard.press('Enter')
        await expect(password).toHaveValue('')
      }
      await expect(two.getByText(/For mange feil passord\. Vent \d+ s/)).toBeVisible()
    })
  } finally {
    await browser.close()
  }
})

test('a patient checks in on a screen that names nobody', async ({ launch }) => {
  const browser = await openOtherPc()
  try {
    const desk = await launch({ data: 'demo' })
    await openDoor(desk.page)
    await desk.page.getByLabel('Veggskjerm').check()
    await desk.page.getByLabel('Selvinnsjekk').check()
    await expect(desk.page.getByText(/\/check-in\/[\w-]{22}$/)).toBeVisible()
    const overview = await callCore(desk.page, 'lan.overview', {})
    const { id, date, birth, name } = await expectedPatient(desk)
    const screen = await openPage(browser, addressOf(overview, 'check-in'))
    const wall = await openPage(browser, addressOf(overview, 'wall'))

    await test.step('in the language of the patient', async () => {
      await expect(screen.getByRole('heading', { name: 'Skriv fødselsdatoen din' })).toBeVisible()
      await screen.getByRole('button', { name: 'English' }).click()
      await expect(screen.getByRole('heading', { name: 'Type your date of birth' })).toBeVisible()
      await screen.getByRole('button', { name: 'Norsk bokmål' }).click()
      await expectAccessible(screen, 'check-in: birth date')
    })

    await test.step('a wrong code leads to the desk', async () => {
      await type(screen, birth)
      await expect(screen.getByRole('heading', { name: 'Skriv koden fra påminnelsen' })).toBeVisible()
      await type(screen, '00000')
      await screen.getByRole('button', { name: 'Gå videre' }).click()
      await expect(screen.getByRole('heading', { name: 'Ta kontakt i skranken' })).toBeVisible()
      await screen.getByRole('button', { name: 'Prøv igjen' }).click()
    })

    await test.step('the right one registers the arrival and shows the code of the wall', async () => {
      await type(screen, birth)
      await type(screen, checkInCode(desk, id, date))
      await screen.keyboard.press('Enter')
      const yes = screen.getByRole('button', { name: 'Ja, det stemmer' })
      const done = screen.getByRole('heading', { name: 'Du er registrert' })
      await expect(yes.or(done).first()).toBeVisible()
      if (await yes.isVisible()) await yes.click()
      await expect(done).toBeVisible()
      await expect(screen.getByText('Venterom 2')).toBeVisible()
      const code = screen.getByText(/^[A-Z]{2} \d\d$/)
      await expect(code).toBeVisible()
      await expect(wall.getByText((await code.textContent()) ?? '', { exact: true })).toBeVisible()
      await expectAccessible(screen, 'check-in: done')
      const family = name.split(',')[0] ?? name
      for (const page of [screen, wall]) expect(await page.locator('body').innerText()).not.toContain(family)
      const { waiting } = await callCore(desk.page, 'waitingRoom.board', {})
      expect(waiting.map((appointment) => appointment.id)).toContain(id)
    })

    await test.step('a window of the program in front of patients has nobody’s session', async () => {
      const opened = desk.app.waitForEvent('window')
      await desk.page.getByRole('button', { name: 'Åpne på denne PC-en Selvinnsjekk' }).click()
      const kiosk = await opened
      await expect(kiosk.getByRole('heading', { name: 'Skriv fødselsdatoen din' })).toBeVisible()
      await expect(callCore(kiosk, 'waitingRoom.board', {})).rejects.toThrow('not-over-network')
    })
  } finally {
    await browser.close()
  }
})

/** On the digits of the screen. */
async function type(screen: Page, digits: string): Promise<void> {
  for (const digit of digits) await screen.getByRole('button', { name: digit, exact: true }).click()
}
