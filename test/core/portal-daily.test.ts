import { expect, it } from 'vitest'
import { openPortalDesk } from './fixtures/portal-kinds'

/** The day before a child's twelfth birthday, with the round of that day made and nothing left to send. */
async function openEveOfTwelfth() {
  const clinic = await openPortalDesk({ now: '2026-12-03T08:00:00Z' })
  const { core, desk, register } = clinic
  const mother = await register({
    familyName: 'Lie',
    givenName: 'Mona',
    birthDate: '1987-05-17',
    nationalNumber: null
  })
  const child = await register({
    familyName: 'Lie',
    givenName: 'Emma',
    birthDate: '2014-12-04',
    nationalNumber: null
  })
  const { guardians } = await desk.call('patients.addGuardian', {
    childId: child,
    guardianPatientId: mother,
    kind: 'parent',
    carriesMessages: true
  })
  await core.portal.runDailyWhenDue()
  const open = async () =>
    await core.database.reader
      .selectFrom('portal_operation')
      .select('local_id')
      .where('type', '=', 'RelatedPerson')
      .where('state', '=', 'waiting')
      .execute()
  const runs = async () => await core.database.reader.selectFrom('portal_run').select('kind').execute()
  await core.database.write((transaction) =>
    transaction.updateTable('portal_operation').set({ state: 'nothing' }).execute()
  )
  return { ...clinic, open, runs, relation: guardians[0]?.guardianId }
}

it('tells the portal of a child’s twelfth birthday, also when the PC was off that night', async () => {
  const { core, clock, open, relation } = await openEveOfTwelfth()
  expect(await open()).toEqual([])
  clock.set(clock.now().add({ hours: 72 }))
  await core.portal.runDailyWhenDue()
  expect(await open()).toEqual([{ local_id: relation }])
})

it('compares everything once a day, from two in the morning', async () => {
  const { core, clock, runs } = await openEveOfTwelfth()
  const before = (await runs()).length
  await core.portal.runDailyWhenDue()
  expect(await runs()).toHaveLength(before)
  await core.database.write((transaction) => transaction.deleteFrom('portal_run').execute())
  // Half past one in Oslo.
  clock.set(clock.now().round({ smallestUnit: 'hour' }).add({ hours: 16, minutes: 30 }))
  await core.portal.runDailyWhenDue()
  expect(await runs()).toEqual([])
  clock.set(clock.now().add({ hours: 1 }))
  await core.portal.runDailyWhenDue()
  expect(await runs()).toEqual([{ kind: 'compare' }])
})
