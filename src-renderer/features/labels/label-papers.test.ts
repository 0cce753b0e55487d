import { expect, it } from 'vitest'
import { PatientId } from '../../../src-preload/contract/ids'
import type { PatientLabel } from '@contract/labels'
import { pagesOf } from './label-papers'

const label = (id: number): PatientLabel => ({
  patientId: PatientId.parse(id),
  name: `Nordmann ${id}`,
  birthDate: null,
  number: null,
  address: null
})
const labels = (count: number) => Array.from({ length: count }, (_, index) => label(index + 1))

it('begins a sheet where the last one ended, and goes on on the next', () => {
  const pages = pagesOf(labels(3), { paper: 'a4-3x8', copies: 1, skip: 22 })
  expect(pages.map((page) => page.length)).toEqual([24, 1])
  expect(pages[0]?.slice(20).map((one) => one?.patientId ?? null)).toEqual([null, null, 1, 2])
})

it('puts every copy of a roll on a page of its own', () => {
  expect(pagesOf(labels(2), { paper: 'roll-89x36', copies: 2, skip: 5 })).toHaveLength(4)
})

it('prints nothing when there is nobody', () => {
  expect(pagesOf([], { paper: 'a4-3x8', copies: 1, skip: 3 })).toEqual([])
})
