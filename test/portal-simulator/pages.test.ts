import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { manualClock } from '../../src-main/core/platform/clock'
import { DEMO_NUMBER, fillDemo } from './demo'
import { DEMO_CODE, pretendClinic } from './demo-desk'
import { html } from './pages/html'
import { shownNumber } from './pages/people'
import { startPortal, type Portal } from './start-portal'
import { TestBrowser } from './visitor'

const START = Temporal.Instant.from('2026-12-01T08:00:00Z')
let portal: Portal
let browser: TestBrowser
let demo: { patientId: string; childId: string }
let endClinic: () => void
const clock = manualClock(START)
const minutes = (count: number) => clock.set(clock.now().add({ minutes: count }))

beforeEach(async () => {
  clock.set(START)
  portal = await startPortal({ clock })
  demo = fillDemo(portal)
  endClinic = pretendClinic(portal)
  browser = new TestBrowser(portal.pagesUrl)
})
afterEach(async () => await portal.close())

async function logIn(): Promise<string> {
  await browser.open('/login')
  await browser.send('/login', { number: DEMO_NUMBER })
  return await browser.send('/code', { code: DEMO_CODE })
}

const appointments = () =>
  portal.store.having('Appointment', `patient=Patient/${demo.patientId}`).map(({ status }) => status)

describe('a template', () => {
  it('escapes whatever is put in, and nothing that it made itself', () => {
    const name = `<b>"O'Hara" & co</b>`
    expect(html`<p title="${name}">${html`<i>${name}</i>`}${[1, null, false]}</p>`.text).toBe(
      '<p title="&lt;b&gt;&quot;O&#39;Hara&quot; &amp; co&lt;/b&gt;"><i>&lt;b&gt;&quot;O&#39;Hara&quot; &amp; co&lt;/b&gt;</i>1</p>'
    )
  })
})

describe('logging in', () => {
  it('leads from number and code to the next appointment', async () => {
    await browser.open('/login')
    expect(await browser.send('/login', { number: '178587 10227' })).toContain(
      'Koden er levert på mobilen din.'
    )
    expect(await browser.send('/code', { code: '111111' })).toContain('Du kan prøve 4 ganger til.')
    const before = browser.cookie
    expect(await browser.send('/code', { code: '123 456' })).toContain('Neste time')
    expect(browser.cookie).not.toBe(before)
    expect(portal.line.account(demo.patientId)).toMatchObject({ state: 'active', level: 'code' })
  })

  it('looks the same with a number that nobody has', async () => {
    endClinic()
    await browser.open('/login')
    const known = await browser.send('/login', { number: DEMO_NUMBER })
    const unknown = await browser.send('/login', { number: '57858730165' })
    expect(unknown.replace(/value="[^"]*"/g, '')).toBe(known.replace(/value="[^"]*"/g, ''))
  })

  it('ends after so many tries, for ten minutes', async () => {
    await browser.open('/login')
    for (let time = 0; time < 5; time++) await browser.send('/login', { number: DEMO_NUMBER })
    expect(await browser.send('/login', { number: DEMO_NUMBER })).toContain('Det ble mange forsøk.')
    minutes(11)
    expect(await browser.send('/login', { number: DEMO_NUMBER })).toContain('Koden er levert')
  })

  it('is over after a quarter of an hour away, after logging out, and once the desk has locked it', async () => {
    await logIn()
    minutes(16)
    expect(await browser.open('/appointments')).toContain('Du var borte en stund')
    expect(await logIn()).toContain('Neste time')
    expect(await browser.send('/logout')).toContain('Du er logget ut.')
    await browser.open('/profile')
    expect(browser.path).toBe('/login')
    await logIn()
    portal.line.lock(demo.patientId, true)
    expect(await browser.open('/profile')).toContain('Brukeren er sperret.')
    expect(browser.path).toBe('/login')
    expect(await logIn()).toContain('Brukeren er sperret.')
  })

  it('lasts when a look at the code that began before it is answered after it', async () => {
    await browser.open('/login')
    await browser.send('/login', { number: DEMO_NUMBER })
    const cookie = browser.cookie
    await browser.send('/code', { code: DEMO_CODE })
    const late = await fetch(`${portal.pagesUrl}/code/state`, { headers: { cookie, connection: 'close' } })
    expect([late.status, late.headers.getSetCookie()]).toEqual([200, []])
    expect(await browser.open('/')).toContain('Neste time')
  })

  it('takes a form only from a page of its own', async () => {
    await logIn()
    expect(await browser.send('/messages', { csrf: 'guessed', text: 'Hei' })).toContain(
      'Siden var for gammel.'
    )
    expect(portal.store.count('Task')).toBe(0)
  })
})

describe('signing up', () => {
  const register = async (fields: Record<string, string>) => {
    await browser.open('/register')
    return await browser.send('/register', fields)
  }

  it('asks for number and consent first', async () => {
    const page = await register({ number: '123' })
    expect(page).toContain('Nummeret må ha 11 sifre.')
    expect(page).toContain('Du må godta for å bli bruker.')
  })

  it('says no in one and the same sentence, with a code for the desk', async () => {
    const page = await register({ number: '57858730165', agree: 'yes' })
    expect(page).toContain('oppgi kode R1')
    expect(page).not.toContain('fastlegen')
  })

  it('says from which age, by the law of the clinic’s country', async () => {
    const danish = await startPortal({ clock, clinic: { country: 'DK' } })
    const help = await new TestBrowser(danish.pagesUrl).open('/help')
    await danish.close()
    expect(help).toContain('Du har fylt 15 år.')
    expect(await browser.open('/help')).toContain('Du har fylt 16 år.')
  })

  it('waits for the patient after a yes, and then there is an account to be activated', async () => {
    endClinic()
    portal.events.onEvent(({ event, data }) => {
      if (event !== 'registration.asked') return
      expect(data.consent?.wordingVersion).toMatch(/^nb-/)
      queueMicrotask(() => portal.line.answerRegistration(data.id, { allowed: true }))
    })
    expect(await register({ number: '57858730165', agree: 'yes' })).toContain('Vi har spurt legesenteret.')
    const { id = '' } = portal.store.save({
      resourceType: 'Patient',
      active: true,
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.2', use: 'official', value: '57858730165' }]
    })
    expect(await browser.open('/register/answer')).toContain('Du er nå bruker av portalen.')
    expect(portal.line.account(id)).toEqual({ state: 'invited', activation: 'sent' })
    // Whom the desk has locked out does not come in by signing up once more.
    portal.line.setAccount(id, { state: 'locked', activation: 'done' })
    expect(await register({ number: '57858730165', agree: 'yes' })).toContain('Brukeren er sperret.')
  })
})

describe('appointments', () => {
  beforeEach(async () => void (await logIn()))

  it('say what is not yet confirmed by the clinic', async () => {
    const page = await browser.open('/appointments')
    expect(page.match(/Ikke bekreftet av legesenteret ennå/g)).toHaveLength(1)
    // The page says so by itself once the clinic has confirmed it.
    const [, address = ''] = /data-live="([^"]+)"/.exec(page) ?? []
    const answer = async (): Promise<unknown> => JSON.parse(await browser.open(address))
    expect(await answer()).toEqual({ text: 'Ikke bekreftet av legesenteret ennå', isDone: false })
    const [, id = ''] = /appointments\/([^/]+)\//.exec(address) ?? []
    const booked = portal.store.list('Appointment').find((one) => one.id === id)
    if (!booked) throw new Error('it is at the portal')
    const own = { system: 'urn:skranke:c1:Appointment', value: '9' }
    portal.store.save({ ...booked, identifier: [...(booked.identifier ?? []), own] })
    expect(await answer()).toEqual({ text: 'Bekreftet', isDone: true })
    expect(page).toContain('https://video.example.test/rom/1')
    expect(page).toContain('Eksempelveien 1')
  })

  it('are booked from what is free, and a place is booked once', async () => {
    await browser.open('/book')
    const [place = ''] = browser.links('/book/')
    await browser.open(place)
    expect(await browser.send(place, { type: '0' })).toContain('Timen er bestilt.')
    expect(await browser.send(place, { type: '0' })).toContain('Noen andre tok timen akkurat nå.')
    expect(appointments()).toEqual(['booked', 'booked', 'booked'])
    expect(portal.store.violations()).toEqual([])
  })

  it('of the same day are only asked for while the clinic is away', async () => {
    endClinic()
    const [slot] = portal.store.list('Slot').filter(({ status }) => status === 'free')
    portal.store.save({ ...slot!, start: '2026-12-01T12:00:00Z', end: '2026-12-01T12:20:00Z' })
    minutes(11)
    expect(await browser.open(`/book/${slot!.id}`)).toContain('Be om timen')
    expect(await browser.send(`/book/${slot!.id}`)).toContain('Ønsket time.')
    expect(appointments()).toContain('pending')
    expect(portal.store.get('Slot', slot!.id!)?.status).toBe('busy-tentative')
  })

  it('are cancelled as they were seen: one that was moved meanwhile is shown first', async () => {
    await browser.open('/appointments')
    const [address = ''] = browser.links('/appointments/')
    await browser.open(address)
    const version = browser.value('version')
    const id = address.split('/')[2]!
    portal.store.save({ ...portal.store.get('Appointment', id)!, comment: 'moved' })
    expect(await browser.send(`${address}/cancel`, { version })).toContain('Siden var for gammel.')
    const slot = portal.store.get('Appointment', id)!.slot![0]!.reference!.split('/')[1]!
    expect(await browser.send(`${address}/cancel`, { version: browser.value('version') })).toContain(
      'Timen er avbestilt.'
    )
    expect(portal.store.get('Appointment', id)?.cancelationReason?.coding?.[0]?.code).toBe('pat')
    expect(portal.store.get('Slot', slot)?.status).toBe('free')
  })

  it('of others are not found', async () => {
    const stranger = portal.store.save({ resourceType: 'Patient', active: true })
    const { id = '' } = portal.store.save({
      resourceType: 'Appointment',
      status: 'booked',
      start: '2026-12-20T08:00:00Z',
      end: '2026-12-20T08:20:00Z',
      participant: [{ actor: { reference: `Patient/${stranger.id}` }, status: 'accepted' }]
    })
    expect(await browser.open(`/appointments/${id}`)).toContain('Siden finnes ikke')
    expect(await browser.send(`/appointments/${id}/cancel`, { version: '1' })).toContain('Siden finnes ikke')
    await browser.send('/show', { patient: stranger.id ?? '' })
    expect(await browser.open('/profile')).toContain('Ingrid Sørlie')
  })
})

describe('a guardian', () => {
  beforeEach(async () => void (await logIn()))

  it('books for a child in the child’s name', async () => {
    expect(await browser.send('/show', { patient: demo.childId })).toContain('Nora Sørlie')
    await browser.open('/book')
    const [place = ''] = browser.links('/book/')
    await browser.open(place)
    await browser.send(place)
    await browser.open('/messages')
    await browser.send('/messages', { text: '<b>Hei</b>' })
    expect(browser.page).toContain('&lt;b&gt;Hei&lt;/b&gt;')
    expect(portal.store.having('Appointment', `patient=Patient/${demo.childId}`)).toHaveLength(2)
    const [task] = portal.store.list('Task')
    expect([task?.for?.reference, task?.requester?.reference?.split('/')[0]]).toEqual([
      `Patient/${demo.childId}`,
      'RelatedPerson'
    ])
  })

  it('sees nothing more of the child once the relation has ended', async () => {
    await browser.send('/show', { patient: demo.childId })
    const [relation] = portal.store.list('RelatedPerson')
    portal.store.save({ ...relation!, active: false })
    expect(await browser.open('/profile')).not.toContain('Nora')
  })
})

describe('contact details and consents', () => {
  beforeEach(async () => void (await logIn()))

  it('keep a new mobile unverified, beside the one before, until a code was typed', async () => {
    await browser.open('/profile')
    await browser.send('/profile/contact', { mobile: '412 34 999', email: 'ingrid.sorlie@example.test' })
    expect(browser.page).toContain('Ikke bekreftet ennå')
    const values = portal.store.get('Patient', demo.patientId)?.telecom?.map(({ value }) => value)
    expect(values).toEqual(['+4741234567', 'ingrid.sorlie@example.test', '+4741234999'])
    const asked: string[] = []
    portal.events.onEvent(({ event, data }) => {
      if (event === 'code.requested') asked.push(data.purpose)
    })
    await browser.send('/profile/verify')
    expect(await browser.send('/code', { code: DEMO_CODE })).toContain('Det nye mobilnummeret er bekreftet.')
    expect(asked).toEqual(['verify-mobile'])
    // It is not asked for once more while the clinic has not put it in place of the one before.
    expect(browser.page).toContain('412 34 999')
    expect(browser.page).not.toContain('Bekreft med kode')
    expect(browser.page).not.toContain('412 34 567')
  })

  it.each([
    ['+47', '+4741234567', '412 34 567'],
    ['+45', '+4520123456', '20 12 34 56'],
    ['+31', '+31612345678', '06 12345678'],
    ['+31', '+4741234567', '+4741234567']
  ])('show a mobile as it is written where %s is dialled: %s', (dialling, value, shown) => {
    expect(shownNumber(value, dialling)).toBe(shown)
  })

  it('refuse what is no number, and tell the clinic what is right', async () => {
    await browser.open('/profile')
    expect(await browser.send('/profile/contact', { mobile: '12', email: '' })).toContain(
      'Se over mobilnummeret'
    )
    await browser.send('/profile/confirm')
    const urls = portal.store
      .get('Patient', demo.patientId)
      ?.telecom?.flatMap(({ extension }) => extension?.map(({ url }) => url))
    expect(urls?.filter((url) => url === 'urn:skranke:contact-confirmed')).toHaveLength(2)
  })

  it('append a consent for each new decision only', async () => {
    await browser.open('/consents')
    const choices = { 'appointment-reminder sms': 'no', 'recall email': 'yes' }
    expect(await browser.send('/consents', choices)).toContain('Valgene er lagret.')
    await browser.send('/consents', choices)
    const consents = portal.store
      .list('Consent')
      .map(({ provision, policy }) => [provision?.purpose?.[0]?.code, provision?.type, policy?.[0]?.uri])
    expect(consents).toEqual([
      ['appointment-reminder', 'deny', 'urn:skranke:consent-wording:nb-2'],
      ['recall', 'permit', 'urn:skranke:consent-wording:nb-2']
    ])
  })
})

describe('the pages', () => {
  it.each([
    ['nb', 'Velkommen til'],
    ['nn', 'Velkomen til'],
    ['da', 'Velkommen til'],
    ['nl', 'Welkom bij'],
    ['en', 'Welcome to']
  ])('speak %s', async (language, words) => {
    const page = await browser.open(`/?lang=${language}`)
    expect(page).toContain(`<html lang="${language}">`)
    expect(page).toContain(words)
    expect(page).not.toMatch(/\{\w+\}/)
  })

  it('allow no script but their own and are kept by no browser', async () => {
    const { headers } = await fetch(portal.pagesUrl)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax$/)
  })
})
