import { ClinicianId } from '@contract/ids'
import { expect, it } from 'vitest'
import { columnBeside, type ColumnPlace } from './shown-column'

const place = (clinician: number, date: string): ColumnPlace => ({
  clinicianId: ClinicianId.parse(clinician),
  date
})

it('goes over to the next day past the last clinician, and back past the first', () => {
  const columns = [place(1, '2026-12-03'), place(2, '2026-12-03')]
  expect(columnBeside(place(1, '2026-12-03'), 1, columns)).toEqual(place(2, '2026-12-03'))
  expect(columnBeside(place(2, '2026-12-03'), 1, columns)).toEqual(place(1, '2026-12-04'))
  expect(columnBeside(place(1, '2026-12-03'), -1, columns)).toEqual(place(2, '2026-12-02'))
})

it('goes over to the next week’s Monday past the last day of a week, and back to Friday', () => {
  const columns = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'].map((date) =>
    place(1, date)
  )
  expect(columnBeside(place(1, '2026-12-03'), 1, columns)).toEqual(place(1, '2026-12-04'))
  expect(columnBeside(place(1, '2026-12-04'), 1, columns)).toEqual(place(1, '2026-12-07'))
  expect(columnBeside(place(1, '2026-11-30'), -1, columns)).toEqual(place(1, '2026-11-27'))
})

it('goes on from a week that is still being read', () => {
  const columns = [place(1, '2026-12-03'), place(1, '2026-12-04')]
  expect(columnBeside(place(1, '2026-12-10'), 1, columns)).toEqual(place(1, '2026-12-11'))
  expect(columnBeside(place(1, '2026-12-11'), 1, columns)).toEqual(place(1, '2026-12-14'))
})
