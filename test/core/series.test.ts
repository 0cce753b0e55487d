import { describe, expect, it } from 'vitest'
import type { Series } from '../../src-preload/contract/series'
import { openDesk, type Desk } from './fixtures/desk'
import { bookSeries, preview, shown, weekly } from './fixtures/series'

const at = (series: Series, number: number) => {
  const found = series.occurrences.find((one) => one.number === number)
  if (!found) throw new Error(`the series has no number ${number}`)
  return found.appointment
}

async function seriesOf({ desk }: Desk, appointmentId: Series['occurrences'][number]['appointment']['id']) {
  const series = await desk.call('series.get', { appointmentId })
  if (!series) throw new Error('it stands alone')
  return series
}

describe('a series before it is booked', () => {
  it('shows each occurrence with what is wrong and where else it could lie', async () => {
    const clinic = await openDesk()
    await clinic.book({ patientId: clinic.odd, date: '2026-12-10', time: '10:10' })
    await clinic.book({ date: '2026-12-17', time: '14:00' })
    const { occurrences, isCut } = await preview(clinic, { recurrence: weekly(5) })
    expect(isCut).toBe(false)
    expect(occurrences.map(({ date, problems }) => [date, problems])).toEqual([
      ['2026-12-03', []],
      ['2026-12-10', [{ kind: 'taken', text: null }]],
      ['2026-12-17', [{ kind: 'same-day', text: '14:00' }]],
      ['2026-12-24', []],
      ['2026-12-31', []]
    ])
    expect(occurrences[1]?.alternatives.map(({ date, time }) => `${date} ${time}`)).toEqual([
      '2026-12-10 09:40',
      '2026-12-10 10:30',
      '2026-12-10 09:20'
    ])
  })

  it('says what falls on a holiday, at a weekend and in the past', async () => {
    const clinic = await openDesk({ now: '2026-12-03T12:00:00Z' })
    const { occurrences } = await preview(clinic, {
      recurrence: { rhythm: 'days', every: 22, end: { kind: 'count', count: 3 } }
    })
    expect(occurrences.map(({ date, problems }) => [date, ...problems.map(({ kind }) => kind)])).toEqual([
      ['2026-12-03', 'past'],
      ['2026-12-25', 'holiday'],
      ['2027-01-16', 'outside-hours']
    ])
    expect(occurrences[1]?.problems[0]?.text).toContain('juledag')
    expect(occurrences[1]?.alternatives[0]).toMatchObject({ date: '2026-12-28', time: '10:00' })
  })

  it('judges anew what was shifted', async () => {
    const clinic = await openDesk()
    await clinic.book({ patientId: clinic.odd, date: '2026-12-10' })
    const own = { clinicianId: clinic.clinicians[0].id, date: '2026-12-11', time: '10:00' }
    const { occurrences } = await preview(clinic, { shifted: [{ number: 2, ...own }] })
    expect(occurrences[1]).toMatchObject({ ...own, number: 2, problems: [] })
  })
})

describe('a series that is booked', () => {
  it('is as many appointments, each with its own history', async () => {
    const clinic = await openDesk()
    const { series, changed } = await bookSeries(clinic)
    expect(shown(series)).toEqual([
      '2026-12-03 10:00',
      '2026-12-10 10:00',
      '2026-12-17 10:00',
      '2026-12-24 10:00'
    ])
    expect(series).toMatchObject({ total: 4, firstDate: '2026-12-03', recurrence: weekly(4) })
    expect(changed).toHaveLength(4)
    const [last] = await clinic.desk.call('appointments.history', { id: at(series, 4).id })
    expect(last).toMatchObject({ kind: 'booked', isOfSeries: true, userName: 'Randi Berg' })
    expect(await seriesOf(clinic, at(series, 3).id)).toEqual(series)
    const { appointment } = await clinic.book({ time: '12:00' })
    expect(await clinic.desk.call('series.get', { appointmentId: appointment.id })).toBeNull()
  })

  it('is refused whole when somebody has taken one of its places since', async () => {
    const clinic = await openDesk()
    const { occurrences } = await preview(clinic)
    await clinic.book({ patientId: clinic.odd, date: '2026-12-17', time: '10:10' })
    const places = occurrences.map(({ clinicianId, date, time }) => ({
      clinicianId,
      date,
      time,
      isOverbooking: false
    }))
    await expect(bookSeries(clinic, {}, { places })).rejects.toMatchObject({
      code: 'series-slot-taken',
      parameters: { date: '2026-12-17', time: '10:00' }
    })
    const { total } = await clinic.desk.call('appointments.forPatient', {
      patientId: clinic.ingrid,
      limit: 10
    })
    expect(total).toBe(0)
    const overbooked = places.map((place) => ({ ...place, isOverbooking: true }))
    const { series } = await bookSeries(clinic, {}, { places: overbooked })
    expect(series.occurrences.map(({ appointment }) => appointment.isOverbooked)).toEqual([
      false,
      false,
      true,
      false
    ])
  })

  it('leaves the others alone whatever happens to one', async () => {
    const clinic = await openDesk()
    const { desk, clock } = clinic
    const { series } = await bookSeries(clinic, { recurrence: weekly(5) })
    const cancelledOne = at(series, 2)
    await desk.call('appointments.cancel', {
      id: cancelledOne.id,
      version: 1,
      reason: 'patient',
      notifyPatient: false
    })
    await desk.call('waitingRoom.arrive', { id: at(series, 1).id })
    await desk.call('waitingRoom.callIn', { id: at(series, 1).id, roomId: null })
    await desk.call('waitingRoom.finish', { id: at(series, 1).id })
    clock.set(clock.now().add({ hours: 14 * 24 + 3 }))
    await desk.call('waitingRoom.noShow', { id: at(series, 3).id })
    const { clinicianId, version } = at(series, 4)
    await desk.call('appointments.move', {
      id: at(series, 4).id,
      version,
      clinicianId,
      date: '2026-12-28',
      time: '08:00',
      durationMinutes: 20,
      isOverbooking: false
    })
    const now = await seriesOf(clinic, at(series, 5).id)
    expect(shown(now)).toEqual([
      '2026-12-03 10:00 fulfilled',
      '2026-12-10 10:00 cancelled',
      '2026-12-17 10:00 noshow',
      '2026-12-28 08:00',
      '2026-12-31 10:00'
    ])
    expect(at(now, 5)).toMatchObject({ version: 1, isCancelledLate: false, arrivedAt: null })
    expect(await desk.call('appointments.history', { id: at(now, 5).id })).toHaveLength(1)
  })
})

describe('a step on a series', () => {
  it('changes this one and those that follow, also into one another’s places, and is undone as a whole', async () => {
    const clinic = await openDesk()
    const { desk, clinicians, type } = clinic
    const { series } = await bookSeries(clinic)
    const before = shown(series)
    const proposed = await desk.call('series.previewChange', {
      appointmentId: at(series, 2).id,
      scope: 'following',
      clinicianId: clinicians[0].id,
      time: '10:00',
      shiftDays: 7,
      typeId: type.id,
      durationMinutes: 30,
      shifted: []
    })
    expect(proposed.occurrences.map(({ number, date, problems }) => [number, date, problems])).toEqual([
      [2, '2026-12-17', []],
      [3, '2026-12-24', []],
      [4, '2026-12-31', []]
    ])
    const places = proposed.occurrences.map(({ appointmentId, version, clinicianId, date, time }) => ({
      appointmentId,
      version,
      clinicianId,
      date,
      time,
      isOverbooking: false
    }))
    const change = { typeId: type.id, durationMinutes: 30, notifyPatient: true, places }
    const changed = await desk.call('series.change', change)
    expect(shown(changed.series)).toEqual([
      '2026-12-03 10:00',
      '2026-12-17 10:00',
      '2026-12-24 10:00',
      '2026-12-31 10:00'
    ])
    expect(changed.series.occurrences.map(({ appointment }) => appointment.durationMinutes)).toEqual([
      20, 30, 30, 30
    ])
    await expect(desk.call('series.change', change)).rejects.toMatchObject({ code: 'stale-version' })
    expect(shown(await desk.call('series.undo', { stepId: changed.stepId }))).toEqual(before)
    await expect(desk.call('series.undo', { stepId: changed.stepId })).rejects.toMatchObject({
      code: 'undo-outdated'
    })
  })

  it('changes the type and the clinician in words of their own', async () => {
    const clinic = await openDesk()
    const { desk, manager, clinicians } = clinic
    const { series } = await bookSeries(clinic)
    const control = await manager.call('appointmentTypes.save', {
      id: null,
      name: 'Kontroll',
      durationMinutes: 20,
      colour: 'blue',
      kind: 'ordinary',
      isActive: true
    })
    const { id, version, date, time } = at(series, 4)
    const place = { appointmentId: id, version, clinicianId: clinicians[1].id, date, time }
    const { series: now } = await desk.call('series.change', {
      typeId: control.id,
      durationMinutes: 20,
      notifyPatient: false,
      places: [{ ...place, isOverbooking: false }]
    })
    expect(at(now, 4)).toMatchObject({ typeId: control.id, clinicianId: clinicians[1].id })
    expect(at(now, 3)).toEqual(at(series, 3))
    const history = await desk.call('appointments.history', { id })
    expect(history.map(({ kind, from, to, isOfSeries }) => [kind, from, to, isOfSeries])).toEqual([
      ['moved', '2026-12-24 10:00 (20) · Anne Lunde', '2026-12-24 10:00 (20) · Bjørn Aasen', true],
      ['retyped', 'Konsultasjon', 'Kontroll', true],
      ['booked', null, '2026-12-24 10:00 (20) · Anne Lunde', true]
    ])
  })

  it('cancels this one and those that follow, but nobody who has come, and takes all of it back', async () => {
    const clinic = await openDesk()
    const { desk } = clinic
    const { series } = await bookSeries(clinic)
    await desk.call('waitingRoom.arrive', { id: at(series, 1).id })
    const cancelled = await desk.call('series.cancel', {
      appointmentId: at(series, 3).id,
      version: 1,
      reason: 'patient',
      notifyPatient: false
    })
    expect(shown(cancelled.series)).toEqual([
      '2026-12-03 10:00 arrived',
      '2026-12-10 10:00',
      '2026-12-17 10:00 cancelled',
      '2026-12-24 10:00 cancelled'
    ])
    await expect(
      desk.call('series.cancel', {
        appointmentId: at(series, 1).id,
        version: 2,
        reason: 'patient',
        notifyPatient: false
      })
    ).rejects.toMatchObject({ code: 'transition-not-allowed' })
    const undone = await desk.call('series.undo', { stepId: cancelled.stepId })
    expect(shown(undone).slice(2)).toEqual(['2026-12-17 10:00', '2026-12-24 10:00'])
  })

  it('is not undone by halves when something has happened to one of them since', async () => {
    const clinic = await openDesk()
    const { desk } = clinic
    const { series, stepId } = await bookSeries(clinic)
    await desk.call('waitingRoom.arrive', { id: at(series, 1).id })
    await expect(desk.call('series.undo', { stepId })).rejects.toMatchObject({
      code: 'series-undo-outdated',
      parameters: { date: '2026-12-03', time: '10:00' }
    })
    const now = await seriesOf(clinic, at(series, 2).id)
    expect(shown(now)).toEqual(['2026-12-03 10:00 arrived', ...shown(series).slice(1)])
  })

  it('takes a booked series back as entered in error', async () => {
    const clinic = await openDesk()
    const { stepId } = await bookSeries(clinic)
    expect((await clinic.desk.call('series.undo', { stepId })).occurrences).toEqual([])
    expect((await bookSeries(clinic)).series.occurrences).toHaveLength(4)
  })

  it('refuses those of two series in one step', async () => {
    const clinic = await openDesk()
    const { series } = await bookSeries(clinic)
    const other = await clinic.book({ time: '12:00' })
    const place = { clinicianId: clinic.clinicians[0].id, time: '13:00', isOverbooking: false, version: 1 }
    const places = [at(series, 1), other.appointment].map(({ id, date }) => ({
      ...place,
      appointmentId: id,
      date
    }))
    const change = { typeId: clinic.type.id, durationMinutes: 20, notifyPatient: true, places }
    await expect(clinic.desk.call('series.change', change)).rejects.toMatchObject({ code: 'not-of-series' })
  })

  it('is the desk’s', async () => {
    const clinic = await openDesk()
    const { stepId } = await bookSeries(clinic)
    const clinician = await clinic.as('clinician')
    await expect(clinician.call('series.undo', { stepId })).rejects.toMatchObject({ code: 'not-allowed' })
  })
})
