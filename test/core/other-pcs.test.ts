import { request } from 'node:https'
import { X509Certificate } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { methods, type MethodName } from '../../src-preload/contract'
import type { User } from '../../src-preload/contract/users'
import type { Role } from '../../src-preload/contract/values'
import { openLanClinic, PASSWORD, type Browser, type LanClinic } from './fixtures/lan'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly certificate: X509Certificate
}

async function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET') {
  return await new Promise<Answer>((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path, method, headers, rejectUnauthorized: false, agent: false },
      (response) => {
        const certificate = new X509Certificate((response.socket as TLSSocket).getPeerCertificate(true).raw)
        let body = ''
        response.on('data', (data) => (body += data))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, certificate })
        )
      }
    )
    asked.on('error', reject)
    asked.end()
  })
}

const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => 'ok',
    (error: { code?: string }) => error.code
  )

/** A page calls at a pace; whoever tries every method there is does it as several pages. */
const AT_ONE_SOCKET = 90

async function throughAll(
  names: readonly MethodName[],
  open: () => Promise<Browser>,
  visit: (browser: Browser, method: MethodName) => Promise<void>
): Promise<void> {
  for (let first = 0; first < names.length; first += AT_ONE_SOCKET) {
    const browser = await open()
    for (const method of names.slice(first, first + AT_ONE_SOCKET)) await visit(browser, method)
    browser.close()
  }
}

/** As many as come through one socket before it has to wait, when each is one call: the sign-in is the first. */
const ONE_CALL_EACH = 195

/** The same where the order is nothing to go by: several pages, each with its methods on the way together. */
async function throughAllAtOnce(...[names, open, visit]: Parameters<typeof throughAll>): Promise<void> {
  for (let first = 0; first < names.length; first += ONE_CALL_EACH) {
    const browser = await open()
    await Promise.all(names.slice(first, first + ONE_CALL_EACH).map((method) => visit(browser, method)))
    browser.close()
  }
}

const ALL_METHODS = Object.keys(methods) as MethodName[]

const book = async (
  { desk, own, other }: LanClinic,
  { patient = 'own', clinician = 0, date = '2026-12-03', time = '10:00', kind = 'ordinary' } = {}
) => {
  const clinicians = await desk('clinicians.list', {})
  const type = (await desk('appointmentTypes.list', {})).find((one) => one.kind === kind)
  const { appointment, changeId } = await desk('appointments.book', {
    patientId: patient === 'own' ? own : other,
    clinicianId: clinicians[clinician]!.id,
    typeId: type!.id,
    date,
    time,
    durationMinutes: 20,
    note: '',
    isOverbooking: false
  })
  return { ...appointment, changeId }
}

/** Video visits get links from now on. */
const openRooms = async ({ desk }: LanClinic): Promise<void> => {
  const { messaging } = await desk('settings.get', {})
  const video = { ...messaging.video, baseAddress: 'https://video.example' }
  await desk('settings.save', { messaging: { ...messaging, video } })
}

it('is closed until the manager opens it, and closed again when turned off', async () => {
  const clinic = await openLanClinic({ isOpen: false })
  await expect(clinic.connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  const { settings, screens } = await clinic.desk('lan.overview', {})
  expect([settings.isOn, screens.map(({ isOn }) => isOn)]).toEqual([false, [false, false]])
  const on = { isOn: true, interfaceName: 'lo', port: clinic.port, opensDesk: false, waitingPlace: '' }
  expect((await clinic.desk('lan.save', on)).state).toEqual({
    state: 'listening',
    error: null,
    address: `https://127.0.0.1:${clinic.port}`
  })
  const browser = await clinic.signedIn('clinician')
  expect((await clinic.desk('lan.save', { ...on, isOn: false })).clients).toEqual([])
  await browser.closed
  await expect(clinic.connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

it('serves the pages under a certificate whose fingerprint the desk shows, with the headers of the desk', async () => {
  const { port, desk } = await openLanClinic()
  const page = await get(port, '/')
  const { fingerprint } = await desk('lan.overview', {})
  expect([page.status, page.body]).toEqual([200, expect.stringContaining('<title>Skranke</title>')])
  expect(page.certificate.fingerprint256).toBe(fingerprint)
  expect(page.certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(page.certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
  expect(page.headers['content-security-policy']).toContain(`connect-src wss://127.0.0.1:${port};`)
  expect(page.headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff'
  })
  expect(page.headers['strict-transport-security']).toBeUndefined()
  expect((await get(port, '/assets/index-Ab12Cd34.js')).headers['cache-control']).toContain('immutable')
})

it('answers only requests for its own pages under its own name', async () => {
  const { port } = await openLanClinic()
  const statusOf = async (path: string, headers = {}, method = 'GET'): Promise<number> =>
    (await get(port, path, headers, method)).status
  expect(await statusOf('/../clinic/clinic.db')).toBe(404)
  expect(await statusOf('/%2e%2e/clinic/clinic.db')).toBe(404)
  expect(await statusOf('/nothing')).toBe(404)
  expect(await statusOf('/', { host: 'evil.example' })).toBe(421)
  expect(await statusOf('/', {}, 'POST')).toBe(405)
  const screen = await get(port, '/wall/abcdef')
  expect([screen.status, screen.headers.location]).toEqual([302, '/#/wall/abcdef'])
})

it('refuses sockets of other origins, other names and other paths', async () => {
  const { connect, port } = await openLanClinic()
  const own = `https://127.0.0.1:${port}`
  await expect(connect({ origin: 'https://evil.example' })).rejects.toThrow('refused: 403')
  await expect(connect({ origin: `http://127.0.0.1:${port}` })).rejects.toThrow('refused: 403')
  await expect(connect({ origin: own, host: 'evil.example' })).rejects.toThrow('refused: 421')
  await expect(connect({ path: '/elsewhere' })).rejects.toThrow('refused: 404')
})

it('says nothing before somebody has signed in but what the sign-in page needs', async () => {
  const { connect } = await openLanClinic()
  const answered: string[] = []
  await throughAll(ALL_METHODS, connect, async (browser, method) => {
    const code = await codeOf(browser.call(method, {} as never))
    if (code === 'ok') answered.push(method)
  })
  expect(answered).toEqual([
    'system.state',
    'session.users',
    'session.current',
    'session.signOut',
    'session.lock'
  ])
  const users = await (await connect()).call('session.users', {})
  expect(users.map(({ name }) => name)).toEqual(['Anne Lunde', 'Marit Bakke', 'Randi Berg'])
})

it('opens the waiting room, the own calendar and the own patients to a clinician, and nothing else', async () => {
  const clinic = await openLanClinic()
  const mine = await book(clinic)
  const theirs = await book(clinic, { patient: 'other', clinician: 1 })
  const browser = await clinic.signedIn('clinician')
  expect(await browser.call('session.current', {})).toMatchObject({ isLimited: true })
  const [own, others] = await clinic.desk('clinicians.list', {})

  const day = await browser.call('appointments.day', { date: '2026-12-03' })
  expect(day.columns.map(({ clinicianId }) => clinicianId)).toEqual([own!.id])
  const board = await browser.call('waitingRoom.board', {})
  expect(board.expected.map(({ id }) => id)).toEqual([mine.id, theirs.id])
  const patient = await browser.call('patients.open', { id: clinic.own, reason: null })
  expect(patient).toMatchObject({ familyName: 'Sørlie', identifiers: [], address: null, note: '' })
  expect(patient.mobile?.display).toBe('412 00 001')

  const refused = async (method: MethodName, input: unknown): Promise<unknown> =>
    await codeOf(browser.call(method, input as never))
  expect(await refused('patients.open', { id: clinic.other, reason: null })).toBe('not-own-patient')
  expect(await refused('appointments.forPatient', { patientId: clinic.other, limit: 5 })).toBe(
    'not-own-patient'
  )
  expect(await refused('appointments.get', { id: theirs.id })).toBe('not-over-network')
  expect(await refused('appointments.history', { id: theirs.id })).toBe('not-over-network')
  expect(await refused('calendar.week', { clinicianId: others!.id, date: '2026-12-03' })).toBe(
    'not-over-network'
  )
  expect(await refused('calendar.week', { clinicianId: own!.id, date: '2026-12-03' })).toBe('ok')
  expect(await refused('patients.search', { text: 'Nygård', limit: 5 })).toBe('not-over-network')
  expect(await refused('messages.forPatient', { patientId: clinic.own, limit: 5 })).toBe('not-over-network')
  expect(await refused('audit.forPatient' as MethodName, { patientId: clinic.own })).not.toBe('ok')
  // A visit makes somebody else's patient the clinician's own for as long as it lasts.
  await book(clinic, { patient: 'other', time: '11:00' })
  expect(await refused('patients.open', { id: clinic.other, reason: null })).toBe('ok')
})

it('shows a clinician only the rooms of own video visits, and takes back only what was done there', async () => {
  const clinic = await openLanClinic()
  await openRooms(clinic)
  const mine = await book(clinic, { kind: 'video' })
  const theirs = await book(clinic, { patient: 'other', clinician: 1, kind: 'video' })
  const waiting = await book(clinic, { patient: 'other', clinician: 1, time: '11:00' })
  const clinician = await clinic.signedIn('clinician')
  const receptionist = await clinic.signedIn('receptionist')
  const visits = await clinician.call('video.today', {})
  expect(visits.map(({ appointmentId }) => appointmentId)).toEqual([mine.id])
  expect(await receptionist.call('video.today', {})).toEqual([])
  expect((await clinic.desk('video.today', {})).map(({ appointmentId }) => appointmentId)).toEqual([
    mine.id,
    theirs.id
  ])

  const undo = async (browser: Browser, changeId: typeof mine.changeId): Promise<unknown> =>
    await codeOf(browser.call('appointments.undo', { changeId }))
  expect(await undo(clinician, theirs.changeId)).toBe('not-over-network')
  expect(await undo(receptionist, mine.changeId)).toBe('not-over-network')
  const arrived = await receptionist.call('waitingRoom.arrive', { id: waiting.id })
  expect(await undo(clinician, arrived.changeId)).toBe('not-over-network')
  expect(await undo(receptionist, arrived.changeId)).toBe('ok')
  const noted = await clinician.call('appointments.setNote', {
    id: mine.id,
    version: mine.version,
    note: 'Blodtrykk'
  })
  expect(await undo(receptionist, noted.changeId)).toBe('not-over-network')
  expect(await undo(clinician, noted.changeId)).toBe('ok')

  const { changeId: wanted } = await clinician.call('tasks.followUp', {
    appointmentId: mine.id,
    title: 'Ring',
    note: '',
    workingDays: 1
  })
  expect(await codeOf(receptionist.call('tasks.undo', { changeId: wanted }))).toBe('not-over-network')
  expect(await codeOf(clinician.call('tasks.undo', { changeId: wanted }))).toBe('ok')
})

/** Things of a colleague: a patient, a visit of today, one of tomorrow, and steps that the manager took at the desk. */
async function colleaguesThings(clinic: LanClinic) {
  const of = { patient: 'other', clinician: 1 }
  await openRooms(clinic)
  const today = await book(clinic, { ...of, kind: 'video' })
  const coming = await book(clinic, { ...of, date: '2026-12-04' })
  const { desk, other: patientId } = clinic
  const { id, version } = coming
  const noted = await desk('appointments.setNote', { id, version, note: 'Blodtrykk' })
  const task = { title: 'Ring', patientId, dueOn: '2026-12-04', ownerId: null, note: '' }
  const { changeId: taskChange } = await desk('tasks.create', task)
  const { clinicianId } = coming
  return { patientId, clinicianId, today, coming, taskChange, steps: [today, noted] }
}

type Probes = Partial<Record<MethodName, { readonly says: string; readonly inputs: readonly unknown[] }>>

/** What a limited person may call, asked about a colleague's things, and what it says to that. */
function probesOf({
  patientId,
  clinicianId,
  today,
  coming,
  taskChange,
  steps
}: Awaited<ReturnType<typeof colleaguesThings>>): Probes {
  const open = (...inputs: unknown[]) => ({ says: 'ok', inputs: inputs.length > 0 ? inputs : [{}] })
  const closed = (...inputs: unknown[]) => ({ says: 'not-over-network', inputs })
  const notOwn = (...inputs: unknown[]) => ({ says: 'not-own-patient', inputs })
  const ofAppointment = closed({ id: today.id }, { id: coming.id })
  const notOnBoard = closed({ id: coming.id })
  const range = {
    from: '2026-12-01',
    until: '2026-12-07',
    typeId: null,
    state: 'all',
    cursor: null,
    limit: 9
  }
  return {
    'system.state': open(),
    'session.users': open(),
    'session.current': open(),
    'settings.get': open(),
    'clinicians.list': open(),
    'rooms.list': open(),
    'appointmentTypes.list': open(),
    'appointments.day': open({ date: today.date, withErrors: true }, { date: coming.date }),
    'appointments.dayOfPatients': open({ date: today.date, patientIds: [patientId] }),
    'appointments.get': ofAppointment,
    'appointments.history': ofAppointment,
    'appointments.forPatient': notOwn({ patientId, limit: 5 }),
    'appointments.setNote': closed({ id: coming.id, version: coming.version, note: '' }),
    'appointments.undo': closed(...steps.map(({ changeId }) => ({ changeId })), { changeId: 999_999 }),
    'calendar.week': closed({ clinicianId, date: today.date }),
    'calendar.month': closed(
      { clinicianId, date: today.date, durationMinutes: 20 },
      { clinicianId: null, date: today.date, durationMinutes: 20 }
    ),
    'calendar.agenda': closed({ ...range, clinicianId }, { ...range, clinicianId: null }),
    'schedules.days': open(
      { clinicianIds: [], from: today.date, days: 7 },
      { clinicianIds: [clinicianId], from: today.date, days: 7 }
    ),
    'video.today': open(),
    'video.admit': ofAppointment,
    'delays.set': closed({ clinicianId, minutes: 10, until: null }),
    'delays.preview': closed({ clinicianId, minutes: 10 }),
    'delays.announce': closed({ clinicianId, minutes: 10, appointmentIds: [today.id] }),
    'tasks.followUp': closed({ appointmentId: today.id, title: 'Ring', note: '', workingDays: 2 }),
    'tasks.dueDate': open({ workingDays: 2 }),
    'tasks.undo': closed({ changeId: taskChange }, { changeId: 999_999 }),
    'patients.open': notOwn({ id: patientId, reason: null }),
    'patients.refresh': notOwn({ id: patientId }),
    'consents.history': notOwn({ patientId }),
    'waitingRoom.arrive': notOnBoard,
    'waitingRoom.callIn': closed({ id: coming.id, roomId: null }),
    'waitingRoom.finish': notOnBoard,
    'waitingRoom.leaveUnseen': notOnBoard,
    'waitingRoom.noShow': notOnBoard,
    'waitingRoom.stepBack': notOnBoard
  }
}

/** The waiting room of today is everybody's; the others change who is signed in. */
const BESIDES: readonly string[] = [
  'waitingRoom.board',
  'waitingRoom.part',
  'session.signIn',
  'session.signOut',
  'session.lock',
  'session.unlock',
  'session.changePassword',
  'lan.resume'
]

it('tries every method there is on a colleague’s patients, and lets nobody who is limited at any of them', async () => {
  const clinic = await openLanClinic()
  const things = await colleaguesThings(clinic)
  const probes = probesOf(things)
  const secrets = ['Nygård', 'video.example/', `"clinicianId":${things.clinicianId}`]
  const untold = ALL_METHODS.filter((method) => !BESIDES.includes(method))
  for (const role of ['clinician', 'receptionist', 'manager'] as const) {
    await throughAll(
      untold,
      () => clinic.signedIn(role),
      async (browser, method) => {
        // Whatever is let through without being probed here is not refused, and fails.
        const { says, inputs } = probes[method] ?? { says: 'not-over-network', inputs: [{}] }
        for (const input of inputs) {
          const answer = await browser.call(method, input as never).then(
            (output) => ({ says: 'ok', told: secrets.filter((one) => JSON.stringify(output).includes(one)) }),
            (error: { code?: string }) => ({ says: error.code, told: [] })
          )
          expect({ role, method, input, ...answer }).toEqual({ role, method, input, says, told: [] })
        }
      }
    )
  }
})

it('refuses a receptionist and a manager from another PC whatever a clinician may not, unless the clinic opens the desk', async () => {
  const clinic = await openLanClinic()
  const untold = ALL_METHODS.filter((method) => !method.startsWith('session.'))
  const allowed = async (role: Role): Promise<MethodName[]> => {
    const names = new Set<MethodName>()
    // Nothing of it is carried out, so none waits for the one before.
    await throughAllAtOnce(
      untold,
      () => clinic.signedIn(role),
      async (browser, method) => {
        const code = await codeOf(browser.call(method, { nothing: 'of the kind' } as never))
        expect(code).toEqual(expect.any(String))
        if (code === 'invalid-input') names.add(method)
      }
    )
    return untold.filter((method) => names.has(method))
  }
  const asClinician = await allowed('clinician')
  expect(asClinician).not.toContain('patients.search')
  for (const one of ['manager', 'receptionist'] as const) expect(await allowed(one)).toEqual(asClinician)

  const { settings } = await clinic.desk('lan.overview', {})
  await clinic.desk('lan.save', { ...settings, opensDesk: true })
  const opened = await allowed('receptionist')
  expect(opened).toEqual(expect.arrayContaining(['patients.search', 'appointments.book', 'messages.send']))
  const atDesk = await allowed('manager')
  for (const method of ['lan.save', 'setup.createClinic', 'imports.start', 'backup.now', 'modem.restart'])
    expect(atDesk).not.toContain(method)
  expect(await allowed('clinician')).toEqual(asClinician)
})

it('tells a page of changes only what it may ask for, and nothing while it is locked', async () => {
  const clinic = await openLanClinic()
  const outside = await clinic.connect()
  const browser = await clinic.signedIn('clinician')
  const heard = browser.event('appointments.changed')
  await book(clinic)
  expect(await heard).toMatchObject({ dates: ['2026-12-03'] })
  const eventsOf = ({ frames }: Browser): string[] =>
    frames.flatMap((frame) => (frame.kind === 'event' ? [frame.event] : []))
  await browser.call('session.lock', {})
  const before = eventsOf(browser).length
  await book(clinic, { time: '12:00' })
  await browser.call('session.current', {})
  expect(
    eventsOf(browser)
      .slice(before)
      .filter((name) => name.startsWith('appointments'))
  ).toEqual([])
  const harmless = ['session.changed', 'system.stateChanged', 'lan.alive']
  expect(eventsOf(outside).filter((name) => !harmless.includes(name))).toEqual([])
})

it('makes an address wait that tries passwords, over new connections, other users and a restart', async () => {
  const clinic = await openLanClinic()
  const attempt = async (role: 'clinician' | 'receptionist', password: string): Promise<unknown> => {
    const browser = await clinic.connect()
    const code = await codeOf(browser.call('session.signIn', { userId: clinic.users[role].id, password }))
    browser.close()
    return code
  }
  for (const role of ['clinician', 'receptionist', 'clinician', 'receptionist'] as const)
    expect(await attempt(role, 'wrong')).toBe('sign-in-wrong')
  expect(await attempt('clinician', 'wrong')).toBe('sign-in-throttled')
  expect(await attempt('receptionist', PASSWORD)).toBe('sign-in-throttled')
  await clinic.restart()
  expect(await attempt('receptionist', PASSWORD)).toBe('sign-in-throttled')
  // The desk itself is not kept waiting.
  clinic.clock.set(clinic.clock.now().add({ seconds: 31 }))
  expect(await attempt('receptionist', PASSWORD)).toBe('ok')
  const rows = await clinic.host.core.database.reader
    .selectFrom('access_log')
    .select(['action', 'detail'])
    .where('action', '=', 'session.refused')
    .execute()
  expect(rows).toHaveLength(5)
  expect(rows[0]?.detail).toBe('address 127.0.0.1')
})

it('brings a page back by its ticket once, after a reload and after a restart, and only for a while', async () => {
  const clinic = await openLanClinic()
  const browser = await clinic.connect()
  const given = browser.event('lan.ticketChanged')
  await browser.call('session.signIn', { userId: clinic.users.clinician.id, password: PASSWORD })
  const { ticket } = (await given) as { ticket: string }
  browser.close()
  await browser.closed

  const back = await clinic.connect()
  const renewed = back.event('lan.ticketChanged')
  expect(await back.call('lan.resume', { ticket })).toMatchObject({ user: { name: 'Anne Lunde' } })
  expect(await back.call('waitingRoom.board', {})).toMatchObject({ date: '2026-12-03' })
  const thief = await clinic.connect()
  expect(await thief.call('lan.resume', { ticket })).toBeNull()

  const second = ((await renewed) as { ticket: string }).ticket
  await clinic.restart()
  const third = await clinic.connect()
  const last = third.event('lan.ticketChanged')
  expect(await third.call('lan.resume', { ticket: second })).toMatchObject({ user: { name: 'Anne Lunde' } })
  third.close()
  await third.closed
  await expect
    .poll(async () => (await clinic.desk('lan.overview', {})).clients.map(({ isAway }) => isAway))
    .toEqual([true])
  clinic.clock.set(clinic.clock.now().add({ minutes: 3 }))
  const late = await clinic.connect()
  expect(await late.call('lan.resume', { ticket: ((await last) as { ticket: string }).ticket })).toBeNull()
})

it('shows the manager who is signed in, and signs out one of them', async () => {
  const clinic = await openLanClinic()
  const browser = await clinic.signedIn('clinician')
  const { clients } = await clinic.desk('lan.overview', {})
  expect(clients).toEqual([
    {
      id: expect.stringMatching(/^person-\d+$/),
      kind: 'person',
      userName: 'Anne Lunde',
      role: 'clinician',
      address: '127.0.0.1',
      since: '2026-12-03T08:00:00Z',
      isLocked: false,
      isAway: false
    }
  ])
  await clinic.desk('lan.signOutClient', { id: clients[0]!.id })
  expect(await codeOf(browser.call('waitingRoom.board', {}))).toBe('not-signed-in')
  expect((await clinic.desk('lan.overview', {})).clients).toEqual([])
})

it('puts out at once whoever may no longer sign in', async () => {
  const clinic = await openLanClinic()
  const browser = await clinic.signedIn('clinician')
  const out = browser.event('session.changed')
  const { initials: _initials, ...user } = clinic.users.clinician
  await clinic.desk('users.save', { ...user, isActive: false, password: null })
  expect(await out).toBeNull()
})

/** Anne Lunde at two other PCs: a page that is there, and one that is away for a moment and has kept its ticket. */
async function signInTwice(clinic: LanClinic, password: string = PASSWORD) {
  const ticketOf = async (browser: Browser): Promise<string> => {
    const given = browser.event('lan.ticketChanged')
    await browser.call('session.signIn', { userId: clinic.users.clinician.id, password })
    return ((await given) as { ticket: string }).ticket
  }
  const away = await clinic.connect()
  const ticket = await ticketOf(away)
  away.close()
  await away.closed
  const there = await clinic.connect()
  await ticketOf(there)
  return { there, resume: async () => await (await clinic.connect()).call('lan.resume', { ticket }) }
}

it('ends sign-ins and tickets with a password, role or column that is given at the desk, not with a name', async () => {
  const clinic = await openLanClinic()
  const draftOf = ({ initials: _initials, ...user }: User) => ({ ...user, password: null })
  const anne = draftOf(clinic.users.clinician)
  const { there, resume } = await signInTwice(clinic)
  await clinic.desk('users.save', { ...anne, name: 'Anne Lunde Moe' })
  await expect.poll(async () => (await there.call('session.current', {}))?.user.name).toBe('Anne Lunde Moe')
  expect(await resume()).not.toBeNull()

  let password = PASSWORD
  for (const change of [
    { ...anne, password: 'another horse' },
    { ...anne, role: 'receptionist' as const },
    anne,
    { ...draftOf(clinic.users.receptionist), clinicianId: anne.clinicianId }
  ]) {
    const pages = await signInTwice(clinic, password)
    await clinic.desk('users.save', change)
    await expect.poll(async () => await pages.there.call('session.current', {})).toBeNull()
    expect(await pages.resume()).toBeNull()
    await expect.poll(async () => (await clinic.desk('lan.overview', {})).clients).toEqual([])
    password = change.password ?? password
  }
})

it('ends the other sign-ins of who changes the own password, and gives this page a ticket of its own', async () => {
  const clinic = await openLanClinic()
  const { there, resume } = await signInTwice(clinic)
  const second = await clinic.signedIn('clinician')
  const before = there.frames.length
  await there.call('session.changePassword', { current: PASSWORD, next: 'another horse' })
  await expect.poll(async () => await second.call('session.current', {})).toBeNull()
  expect(await resume()).toBeNull()
  expect(await codeOf(there.call('waitingRoom.board', {}))).toBe('ok')
  const ticketNow = (): unknown =>
    there.frames
      .slice(before)
      .flatMap((frame) => (frame.kind === 'event' && frame.event === 'lan.ticketChanged' ? [frame] : []))
      .at(-1)?.payload
  await expect.poll(ticketNow).toEqual({ ticket: expect.any(String) })
})

it('takes garbage for what it is and goes on', async () => {
  const clinic = await openLanClinic()
  const browser = await clinic.connect()
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
      browser.sendRaw(text)
      expect(await codeOf(browser.call('system.state', {}))).toBe('ok')
    }),
    { numRuns: 60 }
  )
  const large = await clinic.connect()
  large.sendRaw('x'.repeat(70_000))
  expect(await large.closed).toBe(1009)
  const binary = await clinic.connect()
  binary.sendRaw(Buffer.from([1, 2, 3]))
  expect(await binary.closed).toBe(1003)
  const fast = await clinic.connect()
  for (let count = 0; count < 400; count += 1) fast.sendRaw('{}')
  expect(await fast.closed).toBe(4429)
})

it('says in a sentence why it is not open, and opens by itself when the reason is gone', async () => {
  const clinic = await openLanClinic()
  const { settings } = await clinic.desk('lan.overview', {})
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void blocker.close())
  const taken = (blocker.address() as { port: number }).port
  const blocked = await clinic.desk('lan.save', { ...settings, port: taken })
  expect(blocked.state).toEqual({
    state: 'failed',
    error: { code: 'lan-port-taken', parameters: { port: taken } },
    address: null
  })
  expect(await clinic.desk('system.status', {})).toMatchObject({ otherPcs: { state: 'failed' } })
  expect((await clinic.desk('lan.save', settings)).state.state).toBe('listening')

  clinic.interfaces.splice(0)
  expect((await clinic.desk('lan.save', settings)).state.error?.code).toBe('lan-address-gone')
  clinic.interfaces.push({ name: 'lo', address: '127.0.0.1' })
  expect((await clinic.desk('lan.save', settings)).state.state).toBe('listening')
})

it('makes a new certificate with the same key when the address changes, and keeps the key out of sight', async () => {
  const clinic = await openLanClinic()
  const before = await get(clinic.port, '/')
  clinic.interfaces.splice(0, 1, { name: 'lo', address: '127.0.0.2' })
  const { settings } = await clinic.desk('lan.overview', {})
  const moved = await clinic.desk('lan.save', settings)
  expect(moved.state.address).toBe(`https://127.0.0.2:${clinic.port}`)
  expect(moved.fingerprint).not.toBe(before.certificate.fingerprint256)
  const row = await clinic.host.core.database.reader
    .selectFrom('lan_certificate')
    .selectAll()
    .executeTakeFirstOrThrow()
  const after = new X509Certificate(row.certificate)
  expect(after.publicKey.equals(before.certificate.publicKey)).toBe(true)
  expect(JSON.stringify(row)).not.toContain('PRIVATE KEY')
  expect(readFileSync(join(clinic.folder, 'clinic/clinic.db')).includes('PRIVATE KEY')).toBe(false)
})

it('opens a screen only at its own address, until that is renewed', async () => {
  const clinic = await openLanClinic()
  const on = await clinic.desk('lan.setScreen', { kind: 'check-in', isOn: true })
  const address = on.screens.find(({ kind }) => kind === 'check-in')?.address ?? ''
  expect(address).toMatch(new RegExp(`^https://127\\.0\\.0\\.1:${clinic.port}/check-in/[\\w-]{22}$`))
  const path = `/socket${new URL(address).pathname}`
  const screen = await clinic.connect({ path })
  expect(await codeOf(screen.call('system.state', {}))).toBe('ok')
  for (const method of [
    'session.users',
    'session.signIn',
    'waitingRoom.board',
    'lan.resume',
    'patients.search'
  ] as const)
    expect(await codeOf(screen.call(method, {} as never))).toBe('not-over-network')
  await clinic.desk('lan.renewAddress', { kind: 'check-in' })
  expect(await screen.closed).toBe(4404)
  const old = await clinic.connect({ path })
  expect(await old.closed).toBe(4404)
})
