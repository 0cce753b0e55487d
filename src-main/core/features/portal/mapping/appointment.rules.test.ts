import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppointmentTypeId } from '@contract/ids'
import { loadStructureCheck, type StructureCheck } from '../structure'
import { appointmentFrom, toAppointment, type AppointmentFacts } from './appointment.rules'
import type { PortalClinic } from './systems.rules'

const CLINIC: PortalClinic = { country: 'NO', name: 'Eksempel legesenter', address: 'Storgata 1, 0155 Oslo' }

const FACTS: AppointmentFacts = {
  own: { system: 'urn:skranke:c1:Appointment', value: '7' },
  patientRemoteId: 'pat-1',
  practitionerRemoteId: 'doc-1',
  slotRemoteIds: ['slot-1'],
  clinicianName: 'Anne Lunde',
  kind: 'ordinary',
  type: { id: AppointmentTypeId.parse(3), name: 'Vanlig time', kind: 'ordinary', durationMinutes: 20 },
  startAt: '2026-12-04T08:20:00Z',
  endAt: '2026-12-04T08:40:00Z',
  status: 'booked',
  isLeftUnseen: false,
  cancelReason: null,
  createdAt: '2026-12-03T08:00:00Z',
  isConfirmed: false,
  isBookedByPatient: false,
  remindedBy: 'clinic',
  videoLink: null,
  isProtected: false
}

let check: StructureCheck
beforeAll(async () => {
  check = await loadStructureCheck()
})

describe('toAppointment', () => {
  it('tells when, where and with whom, and who reminds', () => {
    const appointment = toAppointment(FACTS, CLINIC)
    expect(check(appointment)).toBeNull()
    expect(appointment).toMatchObject({
      status: 'booked',
      start: '2026-12-04T08:20:00Z',
      end: '2026-12-04T08:40:00Z',
      extension: [{ url: 'urn:skranke:reminded-by', valueCode: 'clinic' }],
      slot: [{ reference: 'Slot/slot-1' }],
      serviceType: [{ text: 'Vanlig time' }],
      participant: [
        { actor: { reference: 'Patient/pat-1' }, status: 'needs-action' },
        { actor: { reference: 'Practitioner/doc-1', display: 'Anne Lunde' }, status: 'accepted' },
        { actor: { display: 'Eksempel legesenter, Storgata 1, 0155 Oslo' }, status: 'accepted' }
      ]
    })
  })

  it('never carries a note, a reason, or the name of a type that patients cannot book', () => {
    const appointment = toAppointment({ ...FACTS, type: null }, CLINIC)
    for (const field of ['comment', 'description', 'reasonCode', 'reasonReference', 'patientInstruction'])
      expect(appointment).not.toHaveProperty(field)
    expect(appointment.serviceType).toEqual([
      { coding: [{ system: 'urn:skranke:appointment-kind', code: 'ordinary' }] }
    ])
  })

  it('names no place to a patient with a protected address, nor for a visit on video', () => {
    for (const changes of [{ isProtected: true }, { kind: 'video' as const }]) {
      const appointment = toAppointment({ ...FACTS, ...changes }, CLINIC)
      expect(JSON.stringify(appointment)).not.toMatch(/Eksempel legesenter|Storgata/)
    }
  })

  it('carries the link of a video visit', () => {
    const appointment = toAppointment(
      { ...FACTS, kind: 'video', videoLink: 'https://video.example/abc' },
      CLINIC
    )
    expect(appointment.extension?.[1]).toEqual({
      url: 'urn:skranke:video-link',
      valueUrl: 'https://video.example/abc'
    })
    expect(check(appointment)).toBeNull()
  })

  it.each([
    ['patient', 'pat', 'declined', 'accepted'],
    ['clinic', 'prov', 'needs-action', 'declined'],
    ['wrong-patient', 'oth-err', 'needs-action', 'declined']
  ] as const)('says of one cancelled for %s only %s', (cancelReason, code, patient, practitioner) => {
    const appointment = toAppointment({ ...FACTS, status: 'cancelled', cancelReason }, CLINIC)
    expect(check(appointment)).toBeNull()
    expect(appointment.cancelationReason?.coding?.map((one) => one.code)).toEqual([code])
    expect(appointment.participant.slice(0, 2).map(({ status }) => status)).toEqual([patient, practitioner])
  })

  it('says that it is over for who left before being seen', () => {
    expect(toAppointment({ ...FACTS, status: 'arrived', isLeftUnseen: true }, CLINIC).status).toBe(
      'cancelled'
    )
  })
})

describe('appointmentFrom', () => {
  it('reads back what it wrote, whatever it is', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/)
    const facts = fc.record({
      patientRemoteId: id,
      practitionerRemoteId: fc.option(id),
      slotRemoteIds: fc.array(id, { maxLength: 4 }),
      status: fc.constantFrom('booked', 'pending', 'arrived', 'fulfilled', 'noshow', 'cancelled'),
      cancelReason: fc.constantFrom('patient', 'clinic', 'other'),
      isConfirmed: fc.boolean(),
      remindedBy: fc.constantFrom('clinic', 'portal', 'nobody')
    })
    fc.assert(
      fc.property(facts, (changes) => {
        const appointment = toAppointment({ ...FACTS, ...changes }, CLINIC)
        expect(check(appointment)).toBeNull()
        const isCancelled = changes.status === 'cancelled'
        expect(appointmentFrom(appointment)).toEqual({
          patientRemoteId: changes.patientRemoteId,
          practitionerRemoteId: changes.practitionerRemoteId,
          slotRemoteIds: changes.slotRemoteIds,
          typeId: 3,
          startAt: FACTS.startAt,
          endAt: FACTS.endAt,
          status: changes.status,
          cancelReason: isCancelled ? changes.cancelReason : null,
          isConfirmed: changes.isConfirmed && !(isCancelled && changes.cancelReason === 'patient'),
          remindedBy: changes.remindedBy
        })
      }),
      { numRuns: 100 }
    )
  })

  it("takes a cancellation without a reason for the patient's, and follows no address of another server", () => {
    const participant = [
      { actor: { reference: 'https://elsewhere.example/fhir/Patient/1' }, status: 'accepted' as const }
    ]
    const read = appointmentFrom({ resourceType: 'Appointment', status: 'cancelled', participant })
    expect(read).toMatchObject({ cancelReason: 'patient', patientRemoteId: null, startAt: null })
  })
})
