import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Temporal } from 'temporal-polyfill'
import { manualClock } from '../../src-main/core/platform/clock'
import { KnownClinic } from './known-clinic'
import { startPortal, type Portal } from './start-portal'

let portal: Portal
let clinic: KnownClinic
const clock = manualClock(Temporal.Instant.from('2026-12-01T08:00:00Z'))

beforeEach(async () => {
  clock.set(Temporal.Instant.from('2026-12-01T08:00:00Z'))
  portal = await startPortal({ clock })
  clinic = await KnownClinic.at(portal)
})
afterEach(async () => await portal.close())

const person = (name: string) => ({
  resourceType: 'Patient',
  identifier: [{ system: 'urn:skranke:c1:Patient', value: name }],
  name: [{ family: name }]
})

async function made(body: object & { resourceType: string }): Promise<string> {
  return (await clinic.json('POST', `/fhir/${body.resourceType}`, body)).body.id
}

async function slotAndPatient() {
  const practitioner = await made({ resourceType: 'Practitioner' })
  const schedule = await made({
    resourceType: 'Schedule',
    actor: [{ reference: `Practitioner/${practitioner}` }]
  } as { resourceType: string })
  const slot = await made({
    resourceType: 'Slot',
    schedule: { reference: `Schedule/${schedule}` },
    status: 'free'
  } as { resourceType: string })
  return { slot, schedule, patient: await made(person('A')) }
}

function booking({
  slot,
  patient,
  ifMatch = 'W/"1"',
  operation = 'op-1',
  schedule = ''
}: Record<string, string>) {
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        resource: {
          resourceType: 'Slot',
          id: slot,
          status: 'busy',
          schedule: { reference: `Schedule/${schedule}` }
        },
        request: { method: 'PUT', url: `Slot/${slot}`, ifMatch }
      },
      {
        fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000001',
        resource: {
          resourceType: 'Appointment',
          status: 'booked',
          identifier: [{ system: 'urn:skranke:operation', value: operation }],
          slot: [{ reference: `Slot/${slot}` }],
          participant: [{ actor: { reference: `Patient/${patient}` }, status: 'accepted' }]
        },
        request: {
          method: 'POST',
          url: 'Appointment',
          ifNoneExist: `identifier=urn:skranke:operation|${operation}`
        }
      }
    ]
  }
}

describe('the portal’s FHIR server', () => {
  it('gives a new resource an id, a version and the time', async () => {
    const { status, headers, body } = await clinic.json('POST', '/fhir/Patient', person('A'))
    expect(status).toBe(201)
    expect(headers.get('etag')).toBe('W/"1"')
    expect(body.meta).toEqual({ versionId: '1', lastUpdated: '2026-12-01T08:00:00.000000Z' })
    expect((await clinic.json('GET', `/fhir/Patient/${body.id}`)).body).toEqual(body)
  })

  it('answers a conditional create with what is there', async () => {
    const first = await clinic.json('POST', '/fhir/Patient', person('A'))
    const again = await clinic.json('POST', '/fhir/Patient', person('A'), {
      'if-none-exist': 'identifier=urn:skranke:c1:Patient|A'
    })
    expect([again.status, again.body.id]).toEqual([200, first.body.id])
    expect(portal.store.count('Patient')).toBe(1)
  })

  it('refuses an update of another version than the one there', async () => {
    const id = await made(person('A'))
    const changed = { ...person('B'), id }
    expect((await clinic.json('PUT', `/fhir/Patient/${id}`, changed, { 'if-match': 'W/"1"' })).status).toBe(
      200
    )
    const late = await clinic.json('PUT', `/fhir/Patient/${id}`, person('C'), { 'if-match': 'W/"1"' })
    expect(late.status).toBe(400)
    const stale = await clinic.json(
      'PUT',
      `/fhir/Patient/${id}`,
      { ...person('C'), id },
      { 'if-match': 'W/"1"' }
    )
    expect([stale.status, stale.body.resourceType]).toEqual([412, 'OperationOutcome'])
  })

  it('pages by key without passing over or repeating what stays', async () => {
    const ids: string[] = []
    for (let number = 0; number < 25; number++) ids.push(await made(person(`P${number}`)))
    const seen: string[] = []
    for await (const page of clinic.pages('/fhir/Patient?_count=10&_sort=_lastUpdated,_id')) {
      seen.push(...page.entry.map(({ resource }) => resource.id))
      // Somebody already seen changes meanwhile, and comes again at the end.
      if (seen.length === 10) portal.store.save(portal.store.get('Patient', ids[0]!)!)
    }
    expect(seen).toEqual([...ids, ids[0]])
  })

  it('finds by identifiers, references, times and states', async () => {
    const { slot, schedule, patient } = await slotAndPatient()
    await clinic.json('POST', '/fhir', booking({ slot, patient, schedule }))
    const found = async (query: string) => (await clinic.json('GET', `/fhir/${query}`)).body.entry.length
    expect(await found('Patient?identifier=urn:skranke:c1:Patient|A,urn:skranke:c1:Patient|B')).toBe(1)
    expect(await found(`Appointment?patient=${patient}`)).toBe(1)
    expect(await found(`Appointment?actor=Patient/${patient}&status=booked,pending`)).toBe(1)
    expect(await found(`Appointment?slot=${slot}&status=cancelled`)).toBe(0)
    expect(await found(`Slot?schedule=${schedule}&status=free`)).toBe(0)
    expect(await found('Patient?_lastUpdated=ge2026-12-01T08:00:00Z')).toBe(1)
    expect(await found('Patient?_lastUpdated=ge2026-12-01T08:00:01Z')).toBe(0)
    expect((await clinic.json('GET', '/fhir/Patient?name=A')).status).toBe(400)
  })

  it('books in one transaction, once', async () => {
    const { slot, patient, schedule } = await slotAndPatient()
    const first = await clinic.json('POST', '/fhir', booking({ slot, patient, schedule }))
    expect(first.body.entry.map((entry: { response: { status: string } }) => entry.response.status)).toEqual([
      '200 OK',
      '201 Created'
    ])
    expect((await clinic.json('POST', '/fhir', booking({ slot, patient, schedule }))).status).toBe(412)
    expect(portal.store.count('Appointment')).toBe(1)
  })

  it('takes back all of a transaction when one entry cannot be', async () => {
    const { slot, patient, schedule } = await slotAndPatient()
    const bundle = booking({ slot, patient: 'nobody', schedule })
    expect((await clinic.json('POST', '/fhir', bundle)).status).toBe(422)
    expect(portal.store.find('Slot', slot)?.version).toBe(1)
    expect((await clinic.json('GET', `/fhir/Slot?schedule=${schedule}&status=free`)).body.entry).toHaveLength(
      1
    )
    expect((await clinic.json('POST', '/fhir', booking({ slot, patient, schedule }))).status).toBe(200)
  })

  it('gives a slot to one appointment only, whoever asks', async () => {
    const { slot, patient, schedule } = await slotAndPatient()
    await clinic.json('POST', '/fhir', booking({ slot, patient, schedule }))
    const second = booking({ slot, patient, schedule, ifMatch: 'W/"2"', operation: 'op-2' })
    expect((await clinic.json('POST', '/fhir', second)).status).toBe(409)
    expect(portal.store.violations()).toEqual([])
  })

  it('puts urn:uuid references right and answers each entry of a batch by itself', async () => {
    const urn = 'urn:uuid:00000000-0000-4000-8000-00000000000a'
    const entry = [
      {
        resource: { resourceType: 'Consent', patient: { reference: urn } },
        request: { method: 'POST', url: 'Consent' }
      },
      { fullUrl: urn, resource: person('A'), request: { method: 'POST', url: 'Patient' } }
    ]
    await clinic.json('POST', '/fhir', { resourceType: 'Bundle', type: 'transaction', entry })
    const [patient] = portal.store.list('Patient')
    expect(portal.store.list('Consent')[0]?.patient).toEqual({ reference: `Patient/${patient?.id}` })
    const batch = await clinic.json('POST', '/fhir', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { resource: person('B'), request: { method: 'POST', url: 'Patient' } },
        { resource: { ...person('C'), id: 'x' }, request: { method: 'PUT', url: 'Patient/x' } }
      ]
    })
    expect(batch.body.entry.map((each: { response: { status: string } }) => each.response.status)).toEqual([
      '201 Created',
      '404'
    ])
  })

  it('never gives two changes the same time, even when its clock goes back', async () => {
    for (const name of ['A', 'B', 'C']) await made(person(name))
    portal.time.skewMs = -86_400_000
    await made(person('D'))
    const times = portal.store.list('Patient').map(({ meta }) => meta?.lastUpdated ?? '')
    expect(new Set(times).size).toBe(4)
    expect(times).toEqual(times.toSorted())
  })

  it('refuses a body of more than ten megabytes', async () => {
    const huge = { ...person('A'), text: { div: 'x'.repeat(10_000_000) } }
    const { status, body } = await clinic.json('POST', '/fhir/Patient', huge)
    expect([status, body.resourceType]).toEqual([413, 'OperationOutcome'])
  })

  it('is another portal once it was restored or wiped', async () => {
    await made(person('A'))
    const snapshot = portal.snapshot()
    const before = portal.epoch()
    await made(person('B'))
    portal.restore(snapshot)
    expect([portal.store.count('Patient'), portal.epoch() === before]).toEqual([1, false])
    expect((await clinic.json('GET', '/fhir/Patient')).status).toBe(401)
    portal.wipe()
    expect(portal.store.count('Patient')).toBe(0)
  })
})
