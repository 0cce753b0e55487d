import { expect, it } from 'vitest'
import { openPortalDesk } from './fixtures/portal-kinds'

async function openWithKari() {
  const portal = await openPortalDesk()
  const kari = await portal.register()
  await portal.agree({ type: 'Patient', localId: kari }, 'kari')
  const { driver } = portal.core.database
  const account = (remote: string, state: string, level: string | null) =>
    driver
      .prepare(
        `insert or replace into portal_account (remote_patient, state, level, last_login_at, changed_at)
        values (?, ?, ?, '2026-12-01T08:00:00Z', '2026-12-01T08:00:00Z')`
      )
      .run(remote, state, level)
  return { ...portal, driver, kari, account }
}

it('lists who was refused lately, of registrations by the reason alone', async () => {
  const { driver, desk, kari, core } = await openWithKari()
  driver.exec(`insert into portal_registration (id, answer, received_at) values
    ('g1', 'allowed', '2026-12-03T07:50:00Z'),
    ('g2', 'mobile-missing', '2026-12-03T07:51:00Z'),
    ('g3', 'gp-elsewhere', '2026-12-03T07:52:00Z'),
    ('g4', 'reserved', '2026-11-01T07:52:00Z')`)
  driver.exec(`insert into portal_code_request
      (id, remote_patient, purpose, asked_at, expires_at, received_at, refusal) values
    ('r1', 'kari', 'login', '2026-12-03T07:53:00Z', '2026-12-03T08:03:00Z', '2026-12-03T07:53:00Z', 'limit'),
    ('r2', 'else', 'login', '2026-12-03T07:54:00Z', '2026-12-03T08:04:00Z', '2026-12-03T07:54:00Z', 'not-allowed'),
    ('r3', 'kari', 'login', '2026-12-01T07:54:00Z', '2026-12-01T08:04:00Z', '2026-12-01T07:54:00Z', 'limit')`)
  expect(await desk.call('portal.refusals', {})).toEqual({
    registrations: [
      { at: '2026-12-03T07:52:00Z', reason: 'gp-elsewhere' },
      { at: '2026-12-03T07:51:00Z', reason: 'mobile-missing' }
    ],
    codes: [
      { at: '2026-12-03T07:54:00Z', patient: null, refusal: 'not-allowed' },
      {
        at: '2026-12-03T07:53:00Z',
        patient: { id: kari, name: expect.stringContaining(' ') },
        refusal: 'limit'
      }
    ]
  })
  await desk.call('portal.refusals', {})
  const looks = await core.database.reader
    .selectFrom('access_log')
    .select('action')
    .where('action', '=', 'portal.refusals-opened')
    .execute()
  expect(looks).toHaveLength(1)
})

it('holds a video consultation back from whom no electronic id has proven, and says why', async () => {
  const { driver, desk, kari, account } = await openWithKari()
  const obstacle = async () => (await desk.call('portal.consultation', { patientId: kari })).obstacle
  expect(await obstacle()).toBe('no-account')
  account('kari', 'active', 'code')
  expect(await desk.call('portal.consultation', { patientId: kari })).toEqual({
    obstacle: 'low-level',
    lastLoginAt: '2026-12-01T08:00:00Z'
  })
  account('kari', 'active', 'high')
  expect(await obstacle()).toBeNull()
  await desk.call('portal.setLocked', { patientId: kari, isLocked: true })
  expect(await obstacle()).toBe('locked')
  driver.exec(`update portal_connection set state = 'off'`)
  expect(await obstacle()).toBeNull()
})

it('lets a guardian’s login stand for the child', async () => {
  const { desk, kari, account, register } = await openWithKari()
  const child = await register({
    ...{ familyName: 'Moe', givenName: 'Oda', birthDate: '2018-05-17', nationalNumber: null, mobile: null }
  })
  const obstacle = async () => (await desk.call('portal.consultation', { patientId: child })).obstacle
  account('kari', 'active', 'high')
  expect(await obstacle()).toBe('no-guardian')
  await desk.call('patients.addGuardian', {
    ...{ childId: child, guardianPatientId: kari, kind: 'parent', carriesMessages: true }
  })
  expect(await obstacle()).toBeNull()
})
