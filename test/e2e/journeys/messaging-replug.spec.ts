import type { Page } from '@playwright/test'
import { register, sentTo, write } from '../fixtures/arrange'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect } from '../fixtures/launch'
import { test } from '../fixtures/serial-clinic'
import { findPatient } from '../fixtures/steps'

const MORNING = '2026-12-02T09:00:00Z'
const MOBILES = ['+4741234561', '+4741234562', '+4741234563'] as const
const [FIRST, SECOND, THIRD] = MOBILES
const DONGLE = { vendorId: '12d1', productId: '1001', serialNumber: '0815' }

const statusBar = (page: Page) => page.getByRole('contentinfo', { name: 'Status' })
const modemButton = (page: Page) => statusBar(page).getByRole('button', { name: /Modem/ })
const modemPanel = (page: Page) => page.getByRole('dialog', { name: 'Modem' })

test('a modem pulled out with a text on its way is found by itself under another name, and nothing goes twice', async ({
  serialClinic
}) => {
  // The network takes the second text, and the modem is gone before it can say so.
  const onSubmit = ({ to }: { to: string }) => (to === SECOND ? ('vanish-after' as const) : null)
  const { port, portNamed, ports, simulator, startAt, received } = await serialClinic({
    portName: 'ttyUSB2',
    model: { faults: { onSubmit } },
    simulator: { isHeldOpen: false }
  })
  ports.set([{ path: port, ...DONGLE }])
  simulator.onUnplug(() => ports.set([]))
  const { page } = await startAt(MORNING)
  await makeTrainingClinic(page)
  const [one, two, three] = [
    await register(page, 'Fjellbekk', FIRST),
    await register(page, 'Fjelldal', SECOND),
    await register(page, 'Fjellvik', THIRD)
  ]

  await test.step('the modem is found among the ports, and kept by its IMEI', async () => {
    await page.getByRole('link', { name: 'Oppsett' }).click()
    await page.getByRole('link', { name: 'Modem' }).click()
    await page.getByLabel('Finn modemet selv').check()
    await page.getByRole('button', { name: 'Let etter modem nå' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: port })).toContainText('Simulert nett')
    await page.getByRole('button', { name: 'Lagre' }).click()
    await page.getByRole('button', { name: 'Bruk det ekte modemet' }).click()
    await expect(modemButton(page)).toContainText('Simulert nett')
  })

  await test.step('it is pulled out: what was on its way is uncertain, what comes after waits', async () => {
    await write(page, one, 'Til den første')
    await expect.poll(() => received(FIRST)).toEqual(['Til den første'])
    await write(page, two, 'Til den andre')
    await expect(modemButton(page)).toContainText('finnes ikke')
    await expect(statusBar(page)).toContainText('1 SMS usikker')
    await write(page, three, 'Til den tredje')
    expect((await sentTo(page, three)).map(({ state }) => state)).toEqual(['queued'])
  })

  await test.step('put in again it has another name; the queue goes on, and the uncertain text is not repeated', async () => {
    const elsewhere = portNamed('ttyUSB5')
    await simulator.replug(elsewhere)
    ports.set([{ path: elsewhere, ...DONGLE }])
    await expect.poll(() => received(THIRD)).toEqual(['Til den tredje'])
    await modemButton(page).click()
    await expect(modemPanel(page)).toContainText(elsewhere)
    await page.keyboard.press('Escape')
    expect((await sentTo(page, two)).map(({ state }) => state)).toEqual(['uncertain'])
  })

  await test.step('a late delivery report tells that it had arrived', async () => {
    const taken = simulator.journal.sent.find(({ to }) => to === SECOND)
    if (!taken) throw new Error('The network has not taken the second text.')
    simulator.model.report(taken)
    const card = await findPatient(page, 'fjelldal', 'Test Fjelldal')
    await expect(card.getByRole('listitem').filter({ hasText: '✓✓ levert' })).toHaveCount(1)
    await expect(statusBar(page)).not.toContainText('usikker')
    expect(MOBILES.map((mobile) => received(mobile).length)).toEqual([1, 1, 1])
  })
})
