import { expect, test, type Desk } from '../fixtures/launch'
import { findPatient, patientCard, searchField, toast } from '../fixtures/steps'

async function corePid(desk: Desk): Promise<number> {
  await expect.poll(() => desk.corePid()).not.toBeNull()
  return (await desk.corePid()) ?? 0
}

test('a killed core loses nothing that was answered and repeats nothing that was not', async ({ launch }) => {
  const desk = await launch({ data: 'demo' })
  const { page } = desk

  await test.step('a patient is registered', async () => {
    await searchField(page).fill('Kråke Tåke')
    await page.keyboard.press('Control+n')
    await page.getByRole('region', { name: 'Ny pasient' }).getByRole('button', { name: 'Registrer' }).click()
    await expect(toast(page, 'er registrert')).toBeVisible()
  })

  const pid = await corePid(desk)
  await test.step('the core is killed while a booking is under way', async () => {
    await page.keyboard.press('b')
    const booking = page.getByRole('region', { name: 'Ny time' })
    const submit = booking.getByRole('button', { name: 'Bestill time' })
    await expect(submit).toBeFocused()
    // Stopped, it takes the call and does not answer.
    process.kill(pid, 'SIGSTOP')
    await submit.click()
    await expect(submit).toHaveAttribute('aria-busy', 'true')
    process.kill(pid, 'SIGKILL')
    await expect(page.getByRole('status').filter({ hasText: 'Kjernen starter på nytt' })).toBeVisible()
  })

  await test.step('what was under way is refused in a sentence, and what was filled in stays', async () => {
    const booking = page.getByRole('region', { name: 'Ny time' })
    await expect(booking.getByRole('alert')).toContainText('startet på nytt før den rakk å svare')
    await expect(page.getByRole('status').filter({ hasText: 'Kjernen starter på nytt' })).toHaveCount(0)
    expect(await corePid(desk)).not.toBe(pid)
    await page.keyboard.press('Escape')
  })

  await test.step('the desk goes on', async () => {
    const card = await findPatient(page, 'kråke', 'Kråke Tåke')
    await expect(card).toContainText('Ingen timer.')
    await page.keyboard.press('b')
    await page.getByRole('button', { name: 'Bestill time' }).click()
    await expect(toast(page, 'har time')).toBeVisible()
    await expect(patientCard(page, 'Kråke Tåke').getByRole('button', { name: 'Avbestill' })).toBeVisible()
  })
})

test('an Electron too old for the driver says so in a sentence', async ({ launch }) => {
  const { app, page } = await launch({ core: 'utility' })
  const napi = await app.evaluate(() => Number(process.versions['napi'] ?? 0))
  const sentence =
    napi < 10 ? page.getByRole('alert').getByText('for gammel til å åpne dataene') : page.getByRole('heading')
  await expect(sentence).toBeVisible()
})
