import type { Locator, Page } from '@playwright/test'
import { join } from 'node:path'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { MANAGER, makeTrainingClinic } from '../fixtures/clinics'
import { addFullestPatient } from '../fixtures/fullest-patient'
import { test } from '../fixtures/launch'
import { findPatient, switchTo, waitingStrip } from '../fixtures/steps'
import { photographAll, setScene, THEMES, type Picture } from './photograph'

const CLINICIAN = 'Anne Lunde'

const rail =
  (label: string, heading = label) =>
  async (page: Page) => {
    await page.keyboard.press('Escape')
    await page.getByRole('navigation', { name: 'Hovedsider' }).getByRole('link', { name: label }).click()
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  }

async function letters(page: Page): Promise<void> {
  await rail('Pasienter')(page)
  await page.getByRole('link', { name: 'Brev', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Brev' }).waitFor()
}

const side = (page: Page): Locator => page.getByRole('complementary', { name: 'Pasient' })

/** The card of the one who has waited second longest; a letter then opens a form in its place. */
async function openSomebody(page: Page): Promise<void> {
  await waitingStrip(page).getByRole('button').nth(1).click()
  await side(page)
    .getByRole('region', { name: /^Pasientkort/ })
    .waitFor()
}

const form = (key: string, heading: RegExp) => async (page: Page) => {
  await page.keyboard.press(key)
  await side(page).getByRole('heading', { name: heading }).first().waitFor()
}

/** What the menu of the card opens; the card itself comes back with Escape. */
const fromMenu = (name: string, button: RegExp, heading: RegExp): Picture => ({
  name,
  show: async (page) => {
    const card = side(page).getByRole('region', { name: /^Pasientkort/ })
    // Of the card itself Escape is the end.
    if (!(await card.isVisible())) await page.keyboard.press('Escape')
    await card.waitFor()
    await page.keyboard.press('.')
    await side(page).getByRole('button', { name: button }).click()
    await side(page).getByRole('heading', { name: heading }).first().waitFor()
  }
})

/** What is found in the palette, whoever is open. */
const fromPalette = (name: string, text: string, heading: RegExp): Picture => ({
  name,
  show: async (page) => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Shift+P')
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
    await side(page).getByRole('heading', { name: heading }).first().waitFor()
  }
})

/** What records lack, those registered first at the head. */
async function incomplete(page: Page): Promise<void> {
  await page.evaluate(() => (location.hash = '#/incomplete'))
  await page.getByRole('grid', { name: 'Ufullstendige' }).getByRole('row').nth(1).waitFor()
}

/** Two records side by side. */
async function comparison(page: Page): Promise<void> {
  await page.evaluate(() => (location.hash = '#/duplicates?one=1&other=2'))
  await page.getByRole('region', { name: 'Sammenligning' }).waitFor()
}

const AT_THE_DESK: readonly Picture[] = [
  { name: 'today', show: openSomebody },
  {
    name: 'calendar-week',
    show: async (page) => {
      await page.keyboard.press('Shift+W')
      await page.getByTestId('week-grid').getByTestId('appointment').first().waitFor()
    }
  },
  {
    name: 'calendar-month',
    show: async (page) => {
      await page.keyboard.press('Shift+M')
      await page
        .getByTestId('month-grid')
        .getByText(/ledige/)
        .first()
        .waitFor()
    }
  },
  {
    name: 'calendar-list',
    show: async (page) => {
      await page.keyboard.press('Shift+A')
      await page.getByTestId('agenda-row').first().waitFor()
    }
  },
  {
    name: 'find-free',
    show: async (page) => {
      await page.keyboard.press('Shift+D')
      await page.keyboard.press('Shift+F')
      await side(page).getByRole('listitem').nth(3).waitFor()
    }
  },
  {
    name: 'booking',
    show: async (page) => await page.keyboard.press('Escape').then(() => form('b', /^Ny time/)(page))
  },
  {
    name: 'appointment',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await side(page)
        .getByRole('button', { name: /^Notat og historikk/ })
        .first()
        .click()
      await side(page).getByRole('heading', { name: 'Historikk' }).waitFor()
    }
  },
  {
    name: 'list-text',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: `Mer om ${CLINICIAN}` }).click()
      await page.getByRole('button', { name: /^Skriv til en dags pasienter/ }).click()
      await side(page).getByRole('button', { name: 'Legen er syk' }).click()
      await side(page)
        .getByText(/SMS-del/)
        .waitFor()
    }
  },
  {
    name: 'family',
    show: async (page) => await page.keyboard.press('Escape').then(() => form('p', /^Familien til/)(page))
  },
  {
    name: 'consent',
    show: async (page) => await page.keyboard.press('Escape').then(() => form('k', /^Samtykke/)(page))
  },
  {
    name: 'consent-on-paper',
    show: async (page) => {
      await side(page).getByRole('button', { name: 'Registrer signert skjema' }).click()
      await side(page).getByLabel('Underskrevet dato').waitFor()
    }
  },
  {
    name: 'verify-mobile',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Shift+V')
      await side(page).getByRole('button', { name: 'Send kode' }).click()
      await side(page).getByLabel('Kode fra pasienten').waitFor()
    }
  },
  {
    name: 'login-help',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('l')
      await side(page).getByRole('heading', { name: 'Innloggingshjelp' }).waitFor()
    }
  },
  {
    name: 'login-help-found',
    show: async (page) => {
      // A child is told at once why it cannot sign in; something else is wrong.
      await side(page)
        .getByRole('button', { name: /^Noe annet er galt/ })
        .click()
      await page.keyboard.type('35')
      await page.keyboard.type('1')
      await side(page).getByRole('heading', { name: 'Fortsatt innlogget et annet sted' }).waitFor()
    }
  },
  {
    name: 'compose-sms',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('s')
      await side(page).getByRole('button', { name: /^Send/ }).waitFor()
    }
  },
  {
    name: 'access-log',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('g')
      await page.getByRole('dialog').locator('tbody tr').first().waitFor()
    }
  },
  {
    name: 'search',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await page.keyboard.type('han')
      await page.getByRole('option').nth(3).waitFor()
    }
  },
  { name: 'waiting-room', show: rail('Venterom') },
  {
    name: 'delay',
    show: async (page) => {
      await page.keyboard.press('Shift+D')
      await side(page)
        .getByRole('heading', { name: /^Varsle om/ })
        .waitFor()
    }
  },
  { name: 'waiting-list', show: rail('Venteliste') },
  { name: 'patients', show: rail('Pasienter') },
  { name: 'register', show: form('Control+n', /^Ny pasient$/) },
  { name: 'codes', show: rail('Koder') },
  {
    name: 'schedule-week',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.evaluate(() => void (location.hash = '/schedules'))
      await page.getByRole('heading', { level: 1, name: 'Timeplan' }).waitFor()
    }
  },
  {
    name: 'schedule-absences',
    show: async (page) => await page.getByRole('radio', { name: 'Fravær' }).click()
  },
  {
    name: 'schedule-day',
    show: async (page) => await page.getByRole('radio', { name: 'Enkeltdager' }).click()
  },
  { name: 'messages', show: rail('Meldinger') },
  { name: 'outbox', show: async (page) => await page.getByText('Utboks', { exact: true }).click() },
  {
    name: 'outbox-problem',
    show: async (page) => {
      await page.getByText('Problemer', { exact: true }).click()
      await page.getByRole('main').getByRole('option').first().click()
    }
  },
  { name: 'costs', show: async (page) => await page.getByText('Kostnader', { exact: true }).click() },
  {
    name: 'modem-panel',
    show: async (page) => await page.getByRole('contentinfo').getByRole('button', { name: 'Modem' }).click()
  },
  {
    name: 'commands',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+Shift+P')
      await page.getByRole('dialog').waitFor()
    }
  },
  {
    name: 'keys',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Hurtigtaster' }).waitFor()
    }
  },
  {
    name: 'patient-card',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.evaluate(() => void (location.hash = '/today'))
      await page.getByTestId('day-grid').waitFor()
      const { givenName, familyName } = await addFullestPatient(page)
      await findPatient(page, familyName, `${givenName} ${familyName}`)
    }
  },
  fromMenu('identifiers', /^Identiteter/, /^Identitetene til/),
  fromMenu('replace-number', /^Nytt nummer/, /^Nytt nummer til/),
  fromMenu('merge-with', /^Slå sammen med/, /^Slå sammen med/),
  fromMenu('letter', /^Skriv brev/, /^Brev til/),
  fromMenu('label', /^Etikett/, /^Etikett/),
  fromMenu('record-copy', /^Innsynskopi/, /^Innsynskopi/),
  fromMenu('confidential', /^Fortrolig journal/, /^Fortrolig journal/),
  fromMenu('record-death', /^Registrer dødsfall/, /^Registrer dødsfall/),
  fromMenu('erasure', /^Slett opplysningene/, /^Slett opplysningene/),
  {
    name: 'patient-card-child',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await side(page)
        .getByRole('button', { name: /^Oda \(/ })
        .click()
      await side(page)
        .getByRole('region', { name: /^Pasientkort for Oda/ })
        .waitFor()
    }
  },
  fromPalette('foreign', 'utenlandsk', /^Utenlandsk pasient/),
  fromPalette('unknown', 'ukjent person', /^Ukjent person/),
  {
    name: 'campaign',
    show: async (page) => {
      await rail('Pasienter')(page)
      await page.getByRole('link', { name: 'Bekreft kontaktopplysninger' }).click()
      await page.getByRole('button', { name: /^Forhåndsvis/ }).click()
      await page.getByText(/spørres med/).waitFor()
    }
  },
  {
    name: 'locked',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+l')
      await page.getByRole('heading', { name: 'Skjermen er låst' }).waitFor()
    }
  },
  {
    name: 'sign-in',
    show: async (page) => {
      await page.getByRole('button', { name: 'En annen' }).click()
      await page.getByRole('button', { name: MANAGER }).waitFor()
    }
  }
]

const SECTIONS = {
  clinic: 'Klinikken',
  users: 'Brukere',
  clinicians: 'Behandlere og arbeidstid',
  rooms: 'Rom og utstyr',
  types: 'Timetyper',
  messaging: 'SMS: tider og pris',
  video: 'Video',
  fees: 'Gebyrer',
  letters: 'Brev',
  templates: 'Meldingstekster',
  modem: 'Modem',
  email: 'E-post',
  register: 'Kontaktregisteret',
  portal: 'Pasientportal',
  lan: 'Andre PC-er',
  backup: 'Sikkerhetskopi',
  retention: 'Lagring og sletting',
  keys: 'Hurtigtaster',
  pc: 'Denne PC-en',
  password: 'Passordet mitt'
} as const

/** What stands out in the access log, from the reports. */
async function unusualAccess(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Rapporter/ }).click()
  await page.getByRole('button', { name: 'Uvanlige oppslag' }).click()
  await page.getByRole('heading', { level: 1, name: 'Uvanlige oppslag' }).waitFor()
}

async function deletions(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Pasienter/ }).click()
  await page.getByRole('link', { name: 'Slettinger' }).click()
  await page.getByRole('heading', { level: 1, name: 'Slettinger' }).waitFor()
}

const section = ([key, label]: [string, string]): Picture => ({
  name: `settings-${key}`,
  show: async (page) => {
    await page.getByRole('navigation', { name: 'Oppsett' }).getByRole('link', { name: label }).click()
    await page.getByRole('heading', { level: 1, name: label }).waitFor()
  }
})

const dialog = (name: string, link: string, button: string): Picture => ({
  name,
  show: async (page) => {
    await page.keyboard.press('Escape')
    await page.getByRole('navigation', { name: 'Oppsett' }).getByRole('link', { name: link }).click()
    await page.getByRole('button', { name: button }).first().click()
    await page.getByRole('dialog').waitFor()
  }
})

const AS_MANAGER: readonly Picture[] = [
  ...Object.entries(SECTIONS).map(section),
  {
    name: 'settings-template-history',
    show: async (page) => {
      await section(['templates', SECTIONS.templates]).show(page)
      const text = page.getByLabel('Tekst')
      await text.fill(`${await text.inputValue()} Velkommen!`)
      await page.getByRole('button', { name: 'Lagre' }).click()
      await page.getByText(/^Tidligere tekster/).click()
      await page.getByRole('button', { name: 'Ta tilbake' }).waitFor()
    }
  },
  dialog('settings-user', SECTIONS.users, 'Ny bruker'),
  dialog('settings-clinician', SECTIONS.clinicians, 'Endre'),
  dialog('settings-type', SECTIONS.types, 'Endre'),
  dialog('settings-equipment', SECTIONS.rooms, 'Nytt utstyr eller rom')
]

const IMPORTING: readonly Picture[] = [
  {
    name: 'import-choose',
    show: async (page) => {
      await rail('Pasienter')(page)
      await page.getByRole('link', { name: 'Importer liste' }).click()
      await page.getByRole('button', { name: 'Velg fil …' }).waitFor()
    }
  },
  {
    name: 'import-preview',
    show: async (page) => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Velg fil …' }).click()
      await (await chooser).setFiles(join(ROOT, 'test', 'data', 'patients-import.csv'))
      await page.getByRole('button', { name: /^Importer \d+ rad/ }).waitFor()
    }
  },
  {
    name: 'import-dry-run',
    show: async (page) => {
      await page.getByRole('button', { name: /^Prøvekjør/ }).click()
      await page.getByText(/^Prøvekjøring: ingenting er lagret/).waitFor()
    }
  },
  {
    name: 'import-result',
    show: async (page) => {
      await page.getByRole('button', { name: /^Importer \d+ rad/ }).click()
      await page.getByRole('button', { name: 'Til pasientlisten' }).waitFor()
    }
  },
  {
    name: 'import-running',
    show: async (page) => {
      await page.getByRole('button', { name: 'Importer en fil til' }).click()
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Velg fil …' }).click()
      await (
        await chooser
      ).setFiles({ name: 'pasienter.csv', mimeType: 'text/csv', buffer: manyRows(60_000) })
      await page.getByRole('button', { name: /^Importer \d/ }).click()
      await page.getByText(/igjen/).waitFor()
    }
  },
  {
    name: 'export',
    show: async (page) => {
      await rail('Pasienter')(page)
      await page.getByRole('link', { name: 'Eksporter' }).click()
      await page.getByText(/^[\d\s]+ pasienter$/).waitFor()
    }
  },
  {
    name: 'labels',
    show: async (page) => {
      await rail('Pasienter')(page)
      await page.getByRole('link', { name: 'Etiketter' }).click()
      await page.getByRole('button', { name: /^Vis pasientene/ }).waitFor()
    }
  }
]

function manyRows(count: number): Buffer {
  const rows = Array.from({ length: count }, (_, row) => `Prøve${row};Ola;01.02.1960;Anne Lunde`)
  return Buffer.from(['Etternavn;Fornavn;Født;Fastlege', ...rows].join('\n'))
}

for (const theme of THEMES) {
  test(`the desk, ${theme}`, async ({ launch }) => {
    const desk = await launch({ data: 'demo' })
    await setScene(desk, theme)
    await desk.page.getByText(CLINICIAN).first().waitFor()
    await photographAll(desk.page, theme, AT_THE_DESK)
  })

  test(`the waiting room of a clinician, ${theme}`, async ({ launch }) => {
    const desk = await launch({ data: 'demo' })
    await setScene(desk, theme)
    await switchTo(desk.page, CLINICIAN)
    await photographAll(desk.page, theme, [
      { name: 'my-day', show: rail('Min dag') },
      { name: 'waiting-room-clinician', show: rail('Venterom') }
    ])
  })

  test(`the wall, ${theme}`, async ({ launch }) => {
    const { app, page } = await launch({ data: 'demo', route: '/waiting-room' })
    const opened = app.waitForEvent('window')
    await page.getByRole('button', { name: 'Veggskjerm' }).click()
    const wall = await opened
    await setScene({ page: wall }, theme)
    await wall.getByRole('region', { name: 'Kalt inn' }).waitFor()
    await photographAll(wall, theme, [{ name: 'wall', show: () => Promise.resolve() }])
  })

  test(`the settings, ${theme}`, async ({ launch }) => {
    const desk = await launch({ data: 'demo' })
    await setScene(desk, theme)
    await switchTo(desk.page, MANAGER)
    await desk.page.getByRole('link', { name: 'Oppsett' }).click()
    await photographAll(desk.page, theme, AS_MANAGER)
  })

  test(`the reports, ${theme}`, async ({ launch }) => {
    const desk = await launch({ data: 'demo' })
    await setScene(desk, theme)
    await photographAll(desk.page, theme, [
      { name: 'tasks', show: rail('Oppgaver') },
      { name: 'letters', show: letters },
      { name: 'incomplete', show: incomplete },
      { name: 'fees', show: rail('Gebyrer', 'Gebyr for ikke møtt og sen avbestilling') }
    ])
    await switchTo(desk.page, MANAGER)
    await photographAll(desk.page, theme, [
      { name: 'reports', show: rail('Rapporter') },
      { name: 'duplicates', show: comparison },
      { name: 'unusual-access', show: unusualAccess },
      { name: 'deletions', show: deletions }
    ])
  })

  test(`an import, ${theme}`, async ({ launch }) => {
    const desk = await launch()
    await setScene(desk, theme)
    await makeTrainingClinic(desk.page)
    await photographAll(desk.page, theme, IMPORTING)
  })

  test(`before there is a clinic, ${theme}`, async ({ launch }) => {
    const desk = await launch()
    await setScene(desk, theme)
    const language = desk.page.getByRole('button', { name: 'Norsk bokmål' })
    await photographAll(desk.page, theme, [{ name: 'first-start', show: async () => await language.click() }])
  })
}
