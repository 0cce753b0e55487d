import { describe, expect, it } from 'vitest'
import { judgeRegistration, obstaclesOf, type Registrant } from './eligibility.rules'

const READY: Registrant = {
  isStanding: true,
  isReserved: false,
  hasGpHere: true,
  hasFullNumber: true,
  hasOwnMobile: true,
  isCodeAllowed: true,
  isMinor: false,
  hasGuardianAtPortal: false,
  isProtected: false,
  agreesNow: false
}

describe('obstaclesOf', () => {
  it('finds nothing against a patient with GP, number, mobile and consent', () => {
    expect(obstaclesOf(READY)).toEqual([])
  })

  it('names everything that is missing, in the order in which it is said', () => {
    const facts = {
      ...READY,
      hasGpHere: false,
      hasFullNumber: false,
      hasOwnMobile: false,
      isCodeAllowed: false
    }
    expect(obstaclesOf(facts)).toEqual([
      'gp-elsewhere',
      'number-missing',
      'mobile-missing',
      'consent-missing'
    ])
  })

  it('says of a reserved patient that they are reserved, not that a consent is missing', () => {
    expect(obstaclesOf({ ...READY, isReserved: true, isCodeAllowed: false })).toEqual(['reserved'])
  })

  it('keeps out who was merged, deleted or has died', () => {
    expect(obstaclesOf({ ...READY, isStanding: false })).toEqual(['not-here'])
  })

  it('asks of a child for a guardian at the portal, not for a mobile and a consent of its own', () => {
    const child = { ...READY, isMinor: true, hasOwnMobile: false, isCodeAllowed: false }
    expect(obstaclesOf(child)).toEqual(['guardian-missing'])
    expect(obstaclesOf({ ...child, hasGuardianAtPortal: true })).toEqual([])
  })
})

describe('judgeRegistration', () => {
  it('lets a patient register who has all the portal needs', () => {
    expect(judgeRegistration(READY)).toEqual({ allowed: true })
  })

  it('answers alike for a stranger, a patient with the GP elsewhere, a deceased one and a protected one', () => {
    const people = [
      null,
      { ...READY, hasGpHere: false },
      { ...READY, isStanding: false },
      { ...READY, isProtected: true }
    ]
    const lacking = people.map(
      (person) => person && { ...person, hasOwnMobile: false, isReserved: true, isMinor: true }
    )
    for (const person of [...people, ...lacking])
      expect(judgeRegistration(person)).toEqual({ allowed: false, reason: 'gp-elsewhere' })
  })

  it('takes a consent given while registering for what was missing', () => {
    expect(judgeRegistration({ ...READY, isCodeAllowed: false })).toEqual({
      allowed: false,
      reason: 'consent-missing'
    })
    expect(judgeRegistration({ ...READY, isCodeAllowed: false, agreesNow: true })).toEqual({ allowed: true })
  })

  it.each([
    ['isMinor', true, 'under-age'],
    ['isReserved', true, 'reserved'],
    ['hasFullNumber', false, 'number-missing'],
    ['hasOwnMobile', false, 'mobile-missing']
  ] as const)('refuses with a reason where %s is %s', (fact, value, reason) => {
    expect(judgeRegistration({ ...READY, [fact]: value })).toEqual({ allowed: false, reason })
  })
})
