import { html } from './html'
import { form } from './layout'
import { invalidNumber, isTooOften, numberField, numberIn } from './number-field'
import { bad, onward, startCode, type Page, type Reply, type Visitor } from './page'
import { patientByNumber } from './people'
import { users } from './practice-pages'

export function logInPage(visitor: Visitor, error: string | null = null): Page {
  const { speech } = visitor
  return {
    title: 'log-in',
    body: html`<div class="card narrow">
        <p>${speech.say('log-in-text')}</p>
        ${form(visitor, '/login', html`${numberField(visitor, error)}<button>${speech.say('send-code')}</button>`)}
        <p class="aside">${speech.say('no-account')} <a href="/register">${speech.say('register')}</a></p>
        <p class="aside">${speech.say('need-help')} <a href="/help">${speech.say('help')}</a></p>
      </div>
      ${users(visitor)}`
  }
}

/** Whoever types a number sees the same, whether or not somebody has it. */
export function logIn(visitor: Visitor): Reply {
  const number = numberIn(visitor)
  if (number === null) return { ...logInPage(visitor, invalidNumber(visitor)), status: 422 }
  return askCode(visitor, number)
}

/** A code for whoever may log in with that number. */
export function askCode(visitor: Visitor, number: string): Reply {
  const { house, session } = visitor
  if (isTooOften(visitor, number)) return onward(session, '/login', bad('too-many'))
  const found = patientByNumber(house.held, number)
  const account = found ? house.line.account(found.patient.id) : undefined
  const mayLogIn = account !== undefined && account.state !== 'closed'
  startCode(visitor, { purpose: 'login', number, patientId: mayLogIn ? (found?.patient.id ?? null) : null })
  return { to: '/code' }
}

export function logOut({ house, session }: Visitor): Reply {
  return { to: '/', session: house.sessions.logOut(session) }
}
