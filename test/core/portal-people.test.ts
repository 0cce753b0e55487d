import type { Patient } from '@medplum/fhirtypes'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import type { PatientId } from '../../src-preload/contract/ids'
import { judgeRegistrationOf } from '../../src-main/core/features/portal'
import { readClinicDay } from '../../src-main/core/features/patients'
import { openPortalDesk, type PortalDesk } from './fixtures/portal-kinds'

/** As much as a patient may write. */
const LONG_REQUEST = 'Kan jeg få resepten fornyet? '.repeat(68).trim()

async function openWithKari() {
  const portal = await openPortalDesk()
  await portal.agree({ type: 'Practitioner', localId: portal.clinicians[0].id }, 'anne')
  const kari = await portal.register({ email: 'kari@example.org' })
  const base = { ...(await portal.body('Patient', kari)), id: 'kari' }
  await portal.agree({ type: 'Patient', localId: kari }, 'kari', base)
  return { ...portal, kari, base }
}

const contactsOf = async (portal: PortalDesk, id: PatientId) =>
  await portal.core.database.reader
    .selectFrom('patient_contact')
    .select(['channel', 'value', 'verified_how'])
    .where('patient_id', '=', id)
    .where('ended_at', 'is', null)
    .orderBy('channel', 'desc')
    .execute()

const UNVERIFIED = [{ url: 'urn:skranke:contact-state', valueCode: 'unverified' }]

function withTelecom(base: Patient & { id: string }, ...added: NonNullable<Patient['telecom']>) {
  return { ...base, telecom: [...(base.telecom ?? []), ...added] }
}

it('lets nobody to the portal without GP, full number, mobile and consent', async () => {
  const portal = await openPortalDesk()
  const is = async (id: PatientId) => (await portal.read('Patient', id)).is
  expect(await is(portal.ingrid)).toBe('none')
  const kari = await portal.register()
  expect(await portal.read('Patient', kari)).toEqual({
    is: 'waits',
    mark: { type: 'Practitioner', localId: portal.clinicians[0].id }
  })
  const decision = { purpose: 'one-time-code', channel: 'sms', decision: 'withdrawn' } as const
  await portal.desk.call('consents.record', { patientId: kari, decisions: [decision] })
  expect(await is(kari)).toBe('none')
})

it('makes who is reserved inactive at the portal, and lets it forget all but that', async () => {
  const portal = await openWithKari()
  await portal.desk.call('consents.setReserved', { patientId: portal.kari, isReserved: true })
  const now = await portal.body('Patient', portal.kari, { base: portal.base })
  expect(now).toEqual({
    resourceType: 'Patient',
    meta: { profile: ['http://hl7.no/fhir/StructureDefinition/no-basis-Patient'] },
    identifier: [{ system: 'urn:skranke:c1:Patient', value: String(portal.kari) }],
    active: false
  })
  const { appointment } = await portal.book({ patientId: portal.kari })
  const marks = await portal.kinds.Patient.after?.(portal.core.database.reader, {
    ...{ localId: portal.kari, before: portal.base, now }
  })
  expect(marks).toContainEqual({ type: 'Appointment', localId: appointment.id })
})

it('keeps a mobile typed at the portal beside the one codes go to until it is proven', async () => {
  const portal = await openWithKari()
  const resource = withTelecom(portal.base, {
    ...{ extension: UNVERIFIED, system: 'phone', use: 'mobile', value: '+4798765432' }
  })
  const outcome = await portal.apply('Patient', { resource, base: portal.base, localId: portal.kari })
  expect(outcome).toEqual({ is: 'applied', localId: portal.kari })
  expect((await contactsOf(portal, portal.kari))[0]?.value).toBe('+4741234567')
  const body = await portal.body('Patient', portal.kari, { base: resource })
  expect(body.telecom?.map(({ value }) => value)).toEqual(['+4741234567', '+4798765432', 'kari@example.org'])
  const log = await portal.core.database.reader
    .selectFrom('access_log')
    .select(['action', 'user_name'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  expect(log).toEqual({ action: 'patient.mobile-claimed', user_name: 'Portal' })
})

it('takes a mobile that the portal has changed without saying so, or calls verified, for one that is not proven', async () => {
  const portal = await openWithKari()
  const [, ...others] = portal.base.telecom ?? []
  for (const extension of [undefined, [{ url: 'urn:skranke:contact-state', valueCode: 'verified' }]]) {
    const mobile = { system: 'phone' as const, use: 'mobile' as const, value: '+4798765432' }
    const resource = {
      ...portal.base,
      telecom: [extension ? { ...mobile, extension } : mobile, ...others]
    }
    const outcome = await portal.apply('Patient', { resource, base: portal.base, localId: portal.kari })
    const claimed = { ...mobile, extension: UNVERIFIED }
    expect(outcome).toMatchObject({ is: 'applied', agreed: { telecom: [claimed, ...others] } })
    expect((await contactsOf(portal, portal.kari))[0]).toMatchObject({
      ...{ value: '+4741234567', verified_how: null }
    })
    const agreed = { ...resource, telecom: [claimed, ...others] }
    const { telecom } = await portal.body('Patient', portal.kari, { base: agreed })
    expect(telecom?.slice(0, 2)).toMatchObject([{ value: '+4741234567' }, claimed])
  }
})

it('takes its own number for no claim however the portal writes it', async () => {
  const portal = await openWithKari()
  const [mobile, ...others] = portal.base.telecom ?? []
  const resource = { ...portal.base, telecom: [{ ...mobile, value: '41 23 45 67' }, ...others] }
  const outcome = await portal.apply('Patient', { resource, base: portal.base, localId: portal.kari })
  expect(outcome).toEqual({ is: 'nothing', localId: portal.kari })
})

it('takes over an e-mail changed at the portal, and asks where the desk has changed it too', async () => {
  const portal = await openWithKari()
  const resource = withTelecom(portal.base, {
    extension: UNVERIFIED,
    system: 'email',
    value: 'ny@example.org'
  })
  await portal.apply('Patient', { resource, base: portal.base, localId: portal.kari })
  expect((await contactsOf(portal, portal.kari))[1]?.value).toBe('ny@example.org')
  const other = withTelecom(portal.base, {
    extension: UNVERIFIED,
    system: 'email',
    value: 'annen@example.org'
  })
  const outcome = await portal.apply('Patient', { resource: other, base: portal.base, localId: portal.kari })
  expect(outcome).toMatchObject({
    is: 'conflict',
    clash: { kind: 'field-differs', choices: ['keep-ours', 'take-theirs'] }
  })
  expect((await contactsOf(portal, portal.kari))[1]?.value).toBe('ny@example.org')
})

it('removes an e-mail that the patient has removed, and none that the portal only does not hold', async () => {
  const portal = await openWithKari()
  const email = async () => (await contactsOf(portal, portal.kari))[1]?.value
  const { telecom = [], ...rest } = portal.base
  const without = { ...rest, telecom: telecom.filter(({ system }) => system !== 'email') }
  const about = { localId: portal.kari, base: portal.base }
  // The clinic's own word that she is no user any more, with something of the portal's own in it.
  const inactive = { ...rest, active: false, meta: { source: 'urn:uuid:0b' } }
  await portal.apply('Patient', { ...about, resource: inactive, isPending: true })
  expect(await email()).toBe('kari@example.org')
  // A backup from before she had one.
  await portal.apply('Patient', { ...about, resource: without, base: null })
  expect(await email()).toBe('kari@example.org')
  await portal.apply('Patient', { ...about, resource: without })
  expect(await email()).toBeUndefined()
})

it('takes neither name nor birth date from the portal', async () => {
  const portal = await openWithKari()
  const resource = { ...portal.base, birthDate: '1999-01-01', name: [{ family: 'Annen' }] }
  const outcome = await portal.apply('Patient', { resource, base: portal.base, localId: portal.kari })
  expect(outcome).toEqual({ is: 'nothing', localId: portal.kari })
  expect((await portal.body('Patient', portal.kari, { base: resource })).birthDate).toBe('1987-05-17')
})

it('notes that the patient has said at the portal that a number is right', async () => {
  const portal = await openWithKari()
  const [mobile, ...others] = portal.base.telecom ?? []
  const confirmed = { url: 'urn:skranke:contact-confirmed', valueDateTime: '2026-12-03T08:00:00Z' }
  const resource = { ...portal.base, telecom: [{ ...mobile, extension: [confirmed] }, ...others] }
  await portal.apply('Patient', { resource, base: portal.base, localId: portal.kari })
  expect((await contactsOf(portal, portal.kari))[0]).toMatchObject({ verified_how: 'portal' })
})

const consent = (type: 'permit' | 'deny') => ({
  resourceType: 'Consent' as const,
  id: `c-${type}`,
  status: 'active' as const,
  scope: {},
  category: [],
  patient: { reference: 'Patient/kari' },
  policy: [{ uri: 'urn:skranke:consent-wording:portal-nb-3' }],
  provision: {
    type,
    purpose: [{ system: 'urn:skranke:consent-purpose', code: 'recall' }],
    code: [{ coding: [{ system: 'urn:skranke:consent-channel', code: 'sms' }] }]
  }
})

it('records a consent given at the portal with the wording it was given on', async () => {
  const portal = await openWithKari()
  const outcome = await portal.apply('Consent', { resource: consent('permit') })
  const history = await portal.desk.call('consents.history', { patientId: portal.kari })
  expect(history[0]).toMatchObject({
    ...{ purpose: 'recall', channel: 'sms', decision: 'given', how: 'portal', wordingVersion: 'portal-nb-3' }
  })
  expect(outcome).toEqual({ is: 'applied', localId: history[0]?.id })
})

it('lets a withdrawal the portal had not heard of stand against a grant given there', async () => {
  const portal = await openWithKari()
  const withdrawn = { purpose: 'recall', channel: 'sms', decision: 'withdrawn' } as const
  await portal.desk.call('consents.record', { patientId: portal.kari, decisions: [withdrawn] })
  await portal.apply('Consent', { resource: consent('permit') })
  const history = await portal.desk.call('consents.history', { patientId: portal.kari })
  expect(history.map(({ decision, how }) => [decision, how])).toEqual([
    ['withdrawn', 'portal'],
    ['given', 'portal'],
    ['withdrawn', 'desk']
  ])
})

it('makes a task at the desk of what a patient asks for, and answers with what became of it', async () => {
  const portal = await openWithKari()
  const resource = {
    resourceType: 'Task' as const,
    id: 't1',
    status: 'requested' as const,
    intent: 'order' as const,
    code: { coding: [{ system: 'urn:skranke:request', code: 'message' }] },
    for: { reference: 'Patient/kari' },
    description: 'Kan jeg få resepten fornyet?'
  }
  const outcome = await portal.apply('Task', { resource })
  if (outcome.is !== 'applied') throw new Error('it was taken in')
  const { tasks } = await portal.desk.call('tasks.list', { filter: 'all' })
  expect(tasks).toMatchObject([
    { kind: 'portal-request', patientId: portal.kari, note: 'Kan jeg få resepten fornyet?', createdBy: null }
  ])
  expect((await portal.body('Task', outcome.localId, { base: resource })).status).toBe('received')
  const [task] = tasks
  if (task?.ref.of !== 'task') throw new Error('it is a row of its own')
  // It is given to somebody, or put off, as it is; a person's own words do not go without others in their place.
  const { patientId, dueOn, owner } = task
  const given = { id: task.ref.id, patientId, dueOn, ownerId: owner?.userId ?? null, note: LONG_REQUEST }
  const { task: saved } = await portal.desk.call('tasks.save', { ...given, title: '' })
  expect(saved).toMatchObject({ kind: 'portal-request', title: '', note: LONG_REQUEST })
  await portal.desk.call('tasks.save', { ...given, title: 'Ring om resepten' })
  await expect(portal.desk.call('tasks.save', { ...given, title: '' })).rejects.toMatchObject({
    code: 'invalid-input'
  })
  await portal.desk.call('tasks.setDone', { id: task.ref.id, isDone: true })
  expect((await portal.body('Task', outcome.localId, { base: resource })).status).toBe('completed')
  await portal.desk.call('tasks.setDone', { id: task.ref.id, isDone: false })
  const answer = { id: task.ref.id, answer: 'Ja. Den er klar i morgen.' }
  const { changeId } = await portal.desk.call('tasks.answer', answer)
  expect(await portal.body('Task', outcome.localId, { base: resource })).toMatchObject({
    ...{ status: 'completed', output: [{ valueString: 'Ja. Den er klar i morgen.' }] }
  })
  const { tasks: done } = await portal.desk.call('tasks.list', { filter: 'done' })
  expect(done).toMatchObject([{ answer: 'Ja. Den er klar i morgen.' }])
  await portal.desk.call('tasks.undo', { changeId })
  const open = await portal.body('Task', outcome.localId, { base: resource })
  expect(open).toMatchObject({ status: 'received' })
  expect(open).not.toHaveProperty('output')
  expect(await portal.apply('Task', { resource })).toEqual({ is: 'nothing', localId: null })
})

it('lets nobody write over, or answer, what a protected patient asks for without having read it', async () => {
  const portal = await openWithKari()
  const id = await portal.register({ nationalNumber: null, addressProtection: 'confidential' })
  await portal.agree({ type: 'Patient', localId: id }, 'hidden')
  const resource = {
    ...{ resourceType: 'Task' as const, id: 't1', intent: 'order' as const },
    ...{ status: 'requested' as const, for: { reference: 'Patient/hidden' }, description: 'Ring meg' }
  }
  await portal.apply('Task', { resource })
  const { tasks } = await portal.manager.call('tasks.list', { filter: 'all' })
  const [task] = tasks
  if (task?.ref.of !== 'task') throw new Error('it is a row of its own')
  expect(task).toMatchObject({ kind: 'portal-request', note: '' })
  const typed = { id: task.ref.id, title: 'Ring', note: task.note, dueOn: task.dueOn }
  const save = () => portal.manager.call('tasks.save', { ...typed, patientId: task.patientId, ownerId: null })
  const answer = () => portal.manager.call('tasks.answer', { id: typed.id, answer: 'Ja' })
  await expect(save()).rejects.toMatchObject({ code: 'reason-required' })
  await expect(answer()).rejects.toMatchObject({ code: 'reason-required' })
  await portal.manager.call('patients.open', { id, reason: 'Svarer i portalen' })
  expect(await portal.manager.call('tasks.forPatient', { patientId: id })).toMatchObject([
    { note: 'Ring meg' }
  ])
  expect((await answer()).task).toMatchObject({ answer: 'Ja' })
})

it('leaves nothing to do at the desk of what the patient has taken back, and lets it stand as taken back', async () => {
  const portal = await openWithKari()
  const resource = {
    ...{ resourceType: 'Task' as const, id: 't1', intent: 'order' as const },
    ...{ status: 'requested' as const, for: { reference: 'Patient/kari' }, description: 'Ring meg' }
  }
  const outcome = await portal.apply('Task', { resource })
  if (outcome.is !== 'applied') throw new Error('it was taken in')
  const { localId } = outcome
  const withdrawn = { ...resource, status: 'cancelled' as const }
  const applied = await portal.apply('Task', { resource: withdrawn, base: resource, localId })
  expect(applied).toEqual({ is: 'applied', localId })
  expect(await portal.desk.call('tasks.forPatient', { patientId: portal.kari })).toEqual([])
  const { tasks } = await portal.desk.call('tasks.list', { filter: 'done' })
  expect(tasks).toMatchObject([{ kind: 'portal-request', note: 'Ring meg' }])
  expect((await portal.body('Task', localId, { base: withdrawn })).status).toBe('cancelled')
})

it('counts the withdrawal of a record that was merged into this one, and tells the portal whose it is', async () => {
  const portal = await openWithKari()
  const { driver } = portal.core.database
  const other = await portal.register({ nationalNumber: null, givenName: 'Kari Anne' })
  const withdrawn = { purpose: 'recall', channel: 'sms', decision: 'withdrawn' } as const
  await portal.desk.call('consents.record', { patientId: other, decisions: [withdrawn] })
  driver.exec(`update portal_operation set state = 'nothing'`)
  const versioned = async (id: PatientId) => {
    const { version } = await portal.desk.call('patients.open', { id, reason: null })
    return { id, version }
  }
  await portal.desk.call('duplicates.merge', {
    ...{ survivor: await versioned(portal.kari), loser: await versioned(other), choices: {}, reason: null }
  })
  const marks = driver
    .prepare(`select local_id from portal_operation where type = 'Consent' and state = 'waiting'`)
    .all()
  expect(marks).toHaveLength(1)
  await portal.apply('Consent', { resource: consent('permit') })
  const [newest] = await portal.desk.call('consents.history', { patientId: portal.kari })
  expect(newest).toMatchObject({ decision: 'withdrawn', how: 'portal' })
  const now = { ...portal.base, active: false }
  const follows = await portal.kinds.Patient.after?.(portal.core.database.reader, {
    ...{ localId: portal.kari, before: portal.base, now }
  })
  expect(follows?.filter(({ type }) => type === 'Consent').length).toBeGreaterThan(2)
})

it('shows a guardian and the child to the portal until the child decides alone', async () => {
  const portal = await openWithKari()
  const child = await portal.register({
    ...{ givenName: 'Nora', birthDate: '2021-02-01', nationalNumber: '01822170435', mobile: null }
  })
  expect((await portal.read('Patient', child)).is).toBe('none')
  await portal.desk.call('patients.addGuardian', {
    ...{ childId: child, guardianPatientId: portal.kari, kind: 'parent', carriesMessages: true }
  })
  const relation = await portal.core.database.reader
    .selectFrom('guardian')
    .select('id')
    .executeTakeFirstOrThrow()
  expect(await portal.read('RelatedPerson', relation.id)).toEqual({
    is: 'waits',
    mark: { type: 'Patient', localId: child }
  })
  await portal.agree({ type: 'Patient', localId: child }, 'nora')
  const body = await portal.body('RelatedPerson', relation.id)
  expect(body).toMatchObject({
    active: true,
    patient: { reference: 'Patient/nora' },
    extension: [{ url: 'urn:skranke:guardian-access', valueCode: 'full' }],
    period: { end: '2037-01-31' }
  })
  portal.clock.set(Temporal.Instant.from('2037-02-01T08:00:00Z'))
  expect(await portal.body('RelatedPerson', relation.id, { base: body })).not.toHaveProperty('name')
})

it('answers who asks to register by number, telling nothing of who is no patient', async () => {
  const portal = await openWithKari()
  const judge = async (nationalNumber: string) =>
    await judgeRegistrationOf(
      portal.core.database.reader,
      { nationalNumber, agreesNow: false },
      await readClinicDay(portal.clock, portal.core.settings)
    )
  expect(await judge('17858710227')).toEqual({ allowed: true, patientId: portal.kari })
  expect(await judge('01822170435')).toEqual({ allowed: false, reason: 'gp-elsewhere', patientId: null })
})
