import type { Page } from '@playwright/test'
import { register, sentTo, write } from '../fixtures/arrange'
import { callCore } from '../fixtures/bridge'
import { addUser, makeTrainingClinic, MANAGER, PASSWORD } from '../fixtures/clinics'
import { expect } from '../fixtures/launch'
import { test } from '../fixtures/serial-clinic'
import { signIn } from '../fixtures/steps'

// A Wednesday morning; the month's count begins at nothing.
const MORNING = '2026-12-02T09:00:00Z'
const MOBILE = '+4741234567'
const statusBar = (page: Page) => page.getByRole('contentinfo', { name: 'Status' })

test('the month’s ceiling: a warning at 80 per cent, texts held at 100, a code goes, and the manager lets them on', async ({
  serialClinic
}) => {
  const { port, startAt, received } = await serialClinic()
  const { page } = await startAt(MORNING)
  await makeTrainingClinic(page, { kind: 'serial', path: port, imei: null })
  await addUser(page, 'Randi Berg', 'receptionist')
  const kari = await register(page, 'Fjellbekk', MOBILE)
  await setCeilingOf(page, 5)
  const leaves = async (text: string): Promise<void> => {
    await write(page, kari, text)
    await expect.poll(() => received(MOBILE).at(-1)).toBe(text)
  }

  await test.step('at 80 per cent the status bar warns', async () => {
    for (const text of ['En', 'To', 'Tre']) await leaves(text)
    await expect(statusBar(page)).not.toContainText('SMS-')
    await leaves('Fire')
    await expect(statusBar(page)).toContainText('SMS-kostnad over 80 %')
  })

  await test.step('at 100 per cent a text waits, and a code goes', async () => {
    await leaves('Fem')
    await expect(statusBar(page)).toContainText('SMS-taket er nådd')
    await write(page, kari, 'Seks')
    await callCore(page, 'codes.send', { patientId: kari.id })
    await expect.poll(() => received(MOBILE).at(-1)).toMatch(/^Koden din fra Eksempel legesenter er \d{6}\./)
    expect(received(MOBILE)).toHaveLength(6)
    expect((await sentTo(page, kari)).find(({ text }) => text === 'Seks')).toMatchObject({
      state: 'queued',
      reason: 'cost-ceiling'
    })
  })

  await test.step('the receptionist is told to ask a manager', async () => {
    await switchUser(page, 'Randi Berg')
    await statusBar(page)
      .getByRole('button', { name: /SMS-taket er nådd/ })
      .click()
    await page.getByRole('button', { name: 'Se kostnadene' }).first().click()
    const alert = page.getByRole('alert').filter({ hasText: 'Månedens tak er nådd' })
    await expect(alert).toContainText('1 melding venter trygt')
    await expect(alert).toContainText('Be en leder om å slippe dem')
    await expect(page.getByRole('button', { name: 'Slipp dem denne måneden' })).toBeHidden()
  })

  await test.step('a manager lets them on for the month', async () => {
    await switchUser(page, MANAGER)
    await statusBar(page)
      .getByRole('button', { name: /SMS-taket er nådd/ })
      .click()
    await page.getByRole('button', { name: 'Se kostnadene' }).first().click()
    await page.getByRole('button', { name: 'Slipp dem denne måneden' }).click()
    await expect(page.getByText('En leder har sluppet meldingene ut måneden.')).toBeVisible()
    await expect.poll(() => received(MOBILE).at(-1)).toBe('Seks')
    await leaves('Sju')
    expect(received(MOBILE)).toHaveLength(8)
    await expect(statusBar(page)).not.toContainText('SMS-taket')
  })
})

/** So many one-part texts may leave this month. */
async function setCeilingOf(page: Page, texts: number): Promise<void> {
  const { messaging } = await callCore(page, 'settings.get', {})
  const monthlyCeilingMinor = messaging.segmentPriceMinor * texts
  await callCore(page, 'settings.save', { messaging: { ...messaging, monthlyCeilingMinor } })
}

async function switchUser(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Brukermeny/ }).click()
  await page.getByRole('button', { name: 'Bytt bruker' }).click()
  await signIn(page, name, PASSWORD)
}
