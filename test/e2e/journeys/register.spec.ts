import { ShellInfo } from '../../../src-preload/contract/shell'
import { callCore } from '../fixtures/bridge'
import { expect, test } from '../fixtures/launch'
import { patientCard, searchField, toast } from '../fixtures/steps'

test('a mobile is judged as it stands, and the birth date of the number leaves the keys where they were', async ({
  launch
}) => {
  const { page } = await launch({ data: 'demo' })
  await searchField(page).fill('Nils Ugle')
  await page.keyboard.press('Control+n')
  const form = page.getByRole('region', { name: 'Ny pasient' })
  const mobile = form.getByLabel('Mobilnummer')

  await test.step('the last digit typed counts, and a number typed over another stays', async () => {
    await mobile.pressSequentially('41234567')
    await mobile.press('Tab')
    await expect(mobile).toHaveValue('412 34 567')
    await expect(mobile).not.toHaveAttribute('aria-invalid', 'true')
    await mobile.fill('59000000')
    await mobile.press('Tab')
    await expect(form.getByText('norske mobilnumre begynner med 4 eller 9')).toBeVisible()
    await expect(mobile).toHaveValue('59000000')
    await mobile.fill('41234567')
    await mobile.press('Tab')
    await expect(mobile).not.toHaveAttribute('aria-invalid', 'true')
  })

  await test.step('what was typed comes back after the page was lost, and after Escape with undo', async () => {
    const { window } = ShellInfo.parse(await page.evaluate(`window.skranke.call('shell.info', {})`))
    const kept = async () => (await callCore(page, 'registration.keptDrafts', { window }))[0]?.draft.mobile
    await expect.poll(kept).toBe('412 34 567')
    await page.reload()
    // The demo clinic opens signed in.
    await expect(searchField(page)).toBeVisible()
    await page.keyboard.press('Control+n')
    await expect(mobile).toHaveValue('412 34 567')
    await expect(form.getByText('Utkastet ditt er tatt fram igjen.')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(form).toBeHidden()
    await page.keyboard.press('Control+z')
    await expect(form.getByLabel('Etternavn')).toHaveValue('Ugle')
  })

  await test.step('registered with the keyboard after the birth date was taken from the number', async () => {
    await form.getByLabel('Fødselsnummer').fill('17858710227')
    await form.getByRole('button', { name: 'Bruk 17.05.1987 fra nummeret' }).press('Enter')
    await expect(form.getByLabel('Fødselsdato')).toHaveValue('17.05.1987')
    await page.keyboard.press('Control+Enter')
    await expect(toast(page, 'er registrert')).toBeVisible()
    await expect(patientCard(page, 'Nils Ugle')).toContainText('412 34 567')
  })
})

test('whoever practises reads the code on the simulated telephone and verifies the mobile', async ({
  launch
}) => {
  const { page } = await launch({ data: 'demo' })
  await searchField(page).fill('Eriksen John')
  await page.keyboard.press('Enter')
  await expect(patientCard(page, 'John Eriksen')).toBeVisible()
  await page.keyboard.press('Shift+V')
  const side = page.getByRole('complementary', { name: 'Pasient' })
  await side.getByRole('button', { name: 'Send kode' }).click()
  await expect(side.getByRole('listitem').filter({ hasText: 'Levert' })).toHaveAttribute(
    'aria-current',
    'step'
  )
  await side.getByRole('button', { name: 'øv: se pasientens telefon' }).click()
  const shown = await side.getByText('Pasientens telefon (øving): «').textContent()
  await side.getByLabel('Kode fra pasienten').fill(/\d{6}/.exec(shown ?? '')?.[0] ?? '')
  await page.keyboard.press('Enter')
  await expect(toast(page, 'er bekreftet med kode')).toBeVisible()
})
