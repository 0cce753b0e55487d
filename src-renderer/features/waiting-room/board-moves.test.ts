import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { listBeside, listOf, movesBetween } from './board-moves'

const booked = appointmentView()
const waiting = appointmentView({ status: 'arrived', encounterStatus: 'arrived' })
const inside = appointmentView({ status: 'checked-in', encounterStatus: 'in-progress' })
const finished = appointmentView({ status: 'fulfilled', encounterStatus: 'finished' })
const left = appointmentView({ status: 'arrived', encounterStatus: 'cancelled', isLeftUnseen: true })
const missed = appointmentView({ status: 'noshow', encounterStatus: 'cancelled' })

it('knows in which list each stands', () => {
  expect([booked, waiting, inside, finished, left, missed].map(listOf)).toEqual([
    'expected',
    'waiting',
    'inRoom',
    'finished',
    'finished',
    null
  ])
})

describe('moving on the board', () => {
  it('takes every step between', () => {
    expect(movesBetween(booked, 'waiting')).toEqual(['arrive'])
    expect(movesBetween(booked, 'finished')).toEqual(['arrive', 'callIn', 'finish'])
    expect(movesBetween(inside, 'finished')).toEqual(['finish'])
  })

  it('takes back every step between', () => {
    expect(movesBetween(finished, 'waiting')).toEqual(['back', 'back'])
    expect(movesBetween(waiting, 'expected')).toEqual(['back'])
  })

  it('lets who left unseen wait again, and nothing more', () => {
    expect(movesBetween(left, 'inRoom')).toEqual(['back'])
    expect(movesBetween(left, 'expected')).toEqual(['back'])
  })

  it('does nothing within a list or off the board', () => {
    expect(movesBetween(waiting, 'waiting')).toEqual([])
    expect(movesBetween(missed, 'waiting')).toEqual([])
  })

  it('knows the list beside', () => {
    expect([listBeside(booked, -1), listBeside(booked, 1), listBeside(finished, 1)]).toEqual([
      null,
      'waiting',
      null
    ])
  })
})
